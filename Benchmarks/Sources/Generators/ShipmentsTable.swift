/// A wide table of the kind that load benchmarks use: whole numbers, money, dates, flags, and a comment that hardly ever repeats.
enum ShipmentsTable {
    static let name = "shipments"
    private static let columns =
        "order_number,part,supplier,line,quantity,price,discount,tax,returned,status,shipped,promised,received,instruction,mode,comment"
    private static let instructions = ["DELIVER IN PERSON", "COLLECT ON DELIVERY", "NONE", "TAKE BACK RETURN"]
    private static let modes = ["AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK"]
    private static let words = [
        "accounts", "after", "along", "bold", "boost", "carefully", "cajole", "deposits", "even", "express", "final", "furiously",
        "haggle", "ideas", "instructions", "ironic", "nag", "packages", "pending", "quickly", "quiet", "regular", "requests", "silent",
        "sleep", "slyly", "special", "the", "theodolites", "unusual", "wake", "warehouses",
    ]

    static func write(to path: String, rows: Int) throws(BenchmarkError) {
        var random = SplitMix(seed: 2)
        var output = try CSVOutput(path: path, header: columns)
        var order = 1
        var line = 1
        for _ in 0..<rows {
            let quantity = random.next(in: 1...50)
            let shipped = random.next(in: 0...2_500)
            output.number(order)
            output.comma()
            output.number(random.next(in: 1...200_000))
            output.comma()
            output.number(random.next(in: 1...10_000))
            output.comma()
            output.number(line)
            output.comma()
            output.number(quantity)
            output.comma()
            output.fixed(quantity * random.next(in: 90_000...210_000), decimals: 2)
            output.comma()
            output.fixed(random.next(in: 0...10), decimals: 2)
            output.comma()
            output.fixed(random.next(in: 0...8), decimals: 2)
            output.text([",A", ",N", ",R"][random.next(in: 0...2)])
            output.text([",F,", ",O,"][random.next(in: 0...1)])
            date(shipped, &output)
            output.comma()
            date(shipped + random.next(in: 0...60), &output)
            output.comma()
            date(shipped + random.next(in: 1...30), &output)
            output.comma()
            output.text(instructions[random.next(in: 0...3)])
            output.comma()
            output.text(modes[random.next(in: 0...6)])
            output.comma()
            for word in 0..<random.next(in: 2...6) {
                if word > 0 { output.text(" ") }
                output.text(words[random.next(in: 0...words.count - 1)])
            }
            output.endRow()
            try output.breathe()
            line += 1
            if line > random.next(in: 1...7) {
                order += random.next(in: 1...4)
                line = 1
            }
        }
        try output.finish()
    }

    /// A day of the years from 1992 on; every month has 28 days, which is enough for a date.
    private static func date(_ day: Int, _ output: inout CSVOutput) {
        output.number(1992 + day / 336, width: 4)
        output.text("-")
        output.number(day % 336 / 28 + 1, width: 2)
        output.text("-")
        output.number(day % 28 + 1, width: 2)
    }
}
