import Extraction
import Testing

/// What the scanner finds in a short text, one word a quantity: value, unit, qualifier, and the noun that is counted.
private func figures(_ text: String) -> [String] {
    let reading = SentenceReading(ScalarWindow(text), sentence: 0, names: [], lexicon: .standard)
    return FigureFinder(lexicon: .standard).figures(reading, index: 0).figures.map { figure in
        let quantity = reading.quantities[figure.quantity]
        let columns = quantity.columns(in: reading.text)
        let value = columns.value?.text ?? "\(columns.low?.text ?? "")~\(columns.high?.text ?? "")"
        let qualifier = quantity.qualifier == .exact ? "" : " \(quantity.qualifier.rawValue)"
        return value + (quantity.unit ?? "") + qualifier + (figure.nounText.map { " " + $0 } ?? "")
            + (columns.per.map { " /" + $0 } ?? "")
    }
}

@Suite struct QuantityTests {
    @Test(
        arguments: [
            ("组织三百二十七名党员下沉一线", ["327名 党员"]),
            ("捐赠口罩５００只、酒精２０斤", ["500只 口罩", "20斤 酒精"]),
            ("近百名志愿者连续12天值守", ["100名 nearly 志愿者", "12天 值守"]),
            ("20余万份宣传单", ["200000份 over 宣传单"]),
            ("党员参与率达到百分之九十五以上", ["95% over 党员参与率"]),
            ("筹集善款三万五千元", ["35000元 善款"]),
            ("每组2至3人", ["2~3人 about /组"]), ("每个门岗2座", ["2座 /门岗"]),
            ("送来两钵粉蒸肉、一背篓儿菜", ["2钵 粉蒸肉", "1背篓 儿菜"]), ("捐出600块老腊肉、500块钱", ["600块 老腊肉", "500块 钱"]),
            ("医用手套三五百副", ["300~500副 about 医用手套"]),
            ("数十名医护人员", ["20~90名 several 医护人员"]),
            ("港币两千九百六十元", ["2960港币"]),
            ("工作了两个半小时", ["2.5小时"]),
            ("60岁以上的老人", ["60岁 over 老人"]),
        ] as [(String, [String])])
    func finds(_ text: String, _ expected: [String]) { #expect(figures(text) == expected) }

    @Test(arguments: [
        "2020年2月8日上午9:30出发", "第十七次会议", "建设西路109号院", "78、79、81号", "增强“四个意识”", "84消毒液和N95口罩", "实行“1+1+N”模式", "一是提高认识", "举一反三",
        "二零一二年十二月十二日", "“五包一”责任制", "大年三十", "G107国道", "国发〔2020〕3号", "千方百计", "海陆空部队", "三分之二",
    ])
    func findsNothing(_ text: String) { #expect(figures(text) == []) }

    @Test func anyScalarsAreRead() {
        var state: UInt64 = 42
        for _ in 0..<300 {
            var scalars: [UInt32] = []
            for _ in 0..<60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let pool: [UInt32] = Array("0123456789,.万亿千百十点年月日号多余几数半至到-个名元%第“”（）()、,;：党员口罩捐赠 的".unicodeScalars.map(\.value))
                scalars.append(pool[Int(state >> 33) % pool.count])
            }
            let reading = SentenceReading(ScalarWindow(scalars), sentence: 0, names: [], lexicon: .standard)
            let found = FigureFinder(lexicon: .standard).figures(reading, index: 0)
            for figure in found.figures {
                let range = reading.quantities[figure.quantity].range
                #expect(range.lowerBound >= 0 && range.upperBound <= scalars.count)
            }
        }
    }
}
