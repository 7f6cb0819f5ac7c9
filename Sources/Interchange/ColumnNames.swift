/// Column names as tables have them: none empty, none twice in any case of letters.
enum ColumnNames {
    /// `columnN` stands for an empty name; `_1`, `_2` … are added to a name that stood before.
    static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        var result: [String] = []
        for (index, written) in names.enumerated() {
            let base = written.isEmpty ? "column\(index)" : written
            var name = base
            var number = 1
            while !seen.insert(name.lowercased()).inserted {
                name = "\(base)_\(number)"
                number += 1
            }
            result.append(name)
        }
        return result
    }
}
