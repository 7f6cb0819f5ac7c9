/// A table of the kind that group-by benchmarks use: texts and whole numbers of few and of many values, and three measures.
///
/// `customer` and `account` have a value a hundred rows, the other keys 100 values each; all are drawn independently.
enum SalesTable {
    static let name = "sales"

    static func write(to path: String, rows: Int) throws(BenchmarkError) {
        var random = SplitMix(seed: 1)
        let many = max(rows / 100, 1)
        var output = try CSVOutput(path: path, header: "region,branch,customer,grade,shop,account,units,stock,price")
        for _ in 0..<rows {
            output.text("r")
            output.number(random.next(in: 1...100), width: 3)
            output.text(",b")
            output.number(random.next(in: 1...100), width: 3)
            output.text(",c")
            output.number(random.next(in: 1...many), width: 10)
            for limit in [100, 100, many, 5, 15] {
                output.comma()
                output.number(random.next(in: 1...limit))
            }
            output.comma()
            output.fixed(random.next(in: 0...99_999_999), decimals: 6)
            output.endRow()
            try output.breathe()
        }
        try output.finish()
    }
}
