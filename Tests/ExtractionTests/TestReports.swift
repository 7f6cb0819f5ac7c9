import Extraction
import Foundation

/// The report files and the gold standard beside the tests.
enum TestReports {
    static let extractor = Extractor()
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    static let seeds = folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "seeds")

    static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    static func extract(_ bytes: [UInt8], name: String) -> ExtractedDocument {
        bytes.withUnsafeBytes { extractor.extract($0, name: name, file: name + ".txt") }
    }

    static func extract(_ text: String, name: String = "r") -> ExtractedDocument { extract([UInt8](text.utf8), name: name) }

    /// A report of `Tests/ExtractionTests/reports`.
    static func extract(report name: String) throws -> ExtractedDocument {
        extract(try bytes(folder.appending(path: "reports/\(name).txt")), name: name)
    }

    static func page(_ text: String) -> Document {
        extractor.page(text.unicodeScalars.map(\.value), encoding: "UTF-8", name: "r")
    }

    static let seedNames = try? FileManager.default.contentsOfDirectory(atPath: seeds.path).filter { $0.hasSuffix(".txt") }.sorted()

    static let extractedSeeds: ExtractedTables = {
        var all = ExtractedTables()
        for file in seedNames ?? [] {
            guard let bytes = try? bytes(seeds.appending(path: file)) else { continue }
            all.append(contentsOf: extract(bytes, name: String(file.dropLast(4))).tables)
        }
        return all
    }()

    /// The names of the reports of this folder that have a gold standard.
    static let goldNames: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "gold").path)) ?? []
        return all.filter { FileManager.default.fileExists(atPath: folder.appending(path: "reports/\($0).txt").path) }.sorted()
    }()

    /// The rows of a gold table, all reports together; those of the seeds where no names are given.
    static func gold(_ table: String, of names: [String]? = nil) throws -> [[String: Any]] {
        var rows: [[String: Any]] = []
        for folder in names ?? seedNames?.map({ String($0.dropLast(4)) }) ?? [] {
            rows += try jsonLines("gold/\(folder)/\(table).jsonl")
        }
        return rows
    }

    /// The rows of a file beside the tests that has one JSON object a line.
    static func jsonLines(_ path: String) throws -> [[String: Any]] {
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        return try text.split(separator: "\n").compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
    }

    /// What a gold row accepts in a column: its value, and further readings that are as good.
    static func readings(_ gold: [String: Any], _ column: String) -> [Any] {
        [gold[column] as Any] + ((gold["any"] as? [String: [Any]])?[column] ?? [])
    }
}

extension FactTable {
    /// The values of a row by column name, nulls left out.
    func values(_ row: Int) -> [String: String] {
        var result: [String: String] = [:]
        for column in columns where column.isValid[row] { result[column.name] = column.plainText(row) }
        return result
    }

    /// All rows by column name.
    var rows: [[String: String]] { (0..<rowCount).map(values) }

    /// The texts of a column, in order.
    func texts(_ name: String) -> [String] { rows.compactMap { $0[name] } }
}
