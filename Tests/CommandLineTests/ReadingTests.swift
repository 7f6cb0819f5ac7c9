import Glibc
import Shell
import Testing

/// Which files are read, what is laid over them, and what is said about it.
@Suite("Reading reports")
struct ReadingTests {
    private let gift = "中原区新闻\n\n2020年2月3日\n\n中原区宏达商贸有限公司捐款20万元。\n"

    private func files(_ folder: String, _ options: [String]) throws -> [String] {
        let run = try Executable.run([folder] + options + ["-c", "select file from files order by file"])
        #expect(run.status == 0, "\(run.errors)")
        return run.output.split(separator: "\n").dropFirst().map(String.init)
    }

    @Test func patternsChooseFiles() throws {
        let folder = try TemporaryFolder()
        for name in ["a.txt", "b.txt", "c.html", "d.md", "drafts_e.txt"] { folder.write(gift, to: name) }
        #expect(try files(folder.path, []) == ["a.txt", "b.txt", "c.html", "drafts_e.txt"])
        #expect(try files(folder.path, ["--include", "*.md", "--include", "[ab].txt"]) == ["a.txt", "b.txt", "d.md"])
        #expect(try files(folder.path, ["--exclude", "drafts*", "--exclude", "?.html"]) == ["a.txt", "b.txt"])
        #expect(try files(folder.path, ["--include", "**/*.txt", "--exclude", "[!a].txt"]) == ["a.txt", "drafts_e.txt"])
        let none = try Executable.run([folder.path, "--include", "*.pdf", "-c", "select 1 as x"])
        #expect(none.status == 0 && none.errors.contains("there are no files that --include means"))
        let broken = try Executable.run([folder.path, "--include", "[a", "-c", "select 1 as x"])
        #expect(broken.status != 0 && broken.errors.contains("a [ without its ]"))
    }

    @Test func foldersAreLeftOut() throws {
        let folder = try TemporaryFolder()
        folder.write(gift, to: "a.txt")
        mkdir(folder.path + "/old", 0o777)
        folder.write(gift, to: "old/b.txt")
        defer {
            unlink(folder.path + "/old/b.txt")
            rmdir(folder.path + "/old")
        }
        #expect(try files(folder.path, []) == ["a.txt", "old/b.txt"])
        #expect(try files(folder.path, ["--exclude", "old"]) == ["a.txt"])
        #expect(try files(folder.path, ["--include", "old/*"]) == ["old/b.txt"])
    }

    @Test func badFilesAreNamedAndTheRestIsRead() throws {
        let folder = try TemporaryFolder()
        folder.write(gift, to: "a.txt")
        folder.write("x", to: "b.txt")
        // A NUL and a control character: no text.
        try #require(truncate(folder.path + "/b.txt", 100) == 0)
        let query = ["-c", "select file, status, seconds >= 0 as timed from files order by file"]
        let run = try Executable.run([folder.path] + query)
        #expect(run.status == 5)
        #expect(run.errors.contains("error: \(folder.path)/b.txt: byte 1 is NUL") && run.errors.contains("iconv"))
        #expect(run.output == "file,status,timed\na.txt,read,true\nb.txt,failed,true\n")
        #expect(try Executable.run([folder.path, "--max-bad-files", "1"] + query).status == 0)
        let out = try TemporaryFolder()
        #expect(try Executable.run(["extract", folder.path, "--out", out.path]).status == 5)
        #expect(try Executable.run(["extract", folder.path, "--out", out.path, "--max-bad-files", "1"]).status == 0)
        #expect(try Executable.run([folder.path, "--max-bad-files", "-1"] + query).status == 2)
    }

    @Test func nothingIsDrawnIntoAPipe() throws {
        let folder = try TemporaryFolder()
        folder.write(gift, to: "a.txt")
        #expect(try Executable.run([folder.path, "-c", "select count(*) as n from reports"]).errors == "")
    }

    @Test func progressIsALine() {
        let half = ReportProgress(documents: 12, allDocuments: 25, bytes: 5_000_000, allBytes: 10_000_000, seconds: 2)
        #expect(ProgressLine.text(half, columns: 80) == "12/25 documents [###############---------------] 50%  2.5 MB/s  0:02 left")
        #expect(ProgressLine.text(half, columns: 60) == "12/25 documents [########--------] 50%  2.5 MB/s  0:02 left")
        #expect(ProgressLine.text(half, columns: 40) == "12/25 documents 50%  2.5 MB/s  0:02 left".prefix(39))
        let begun = ReportProgress(documents: 0, allDocuments: 3, bytes: 0, allBytes: 0, seconds: 0)
        #expect(ProgressLine.text(begun, columns: 80).hasPrefix("0/3 documents [") && ProgressLine.text(begun, columns: 0) == "")
        let long = ReportProgress(documents: 1, allDocuments: 9, bytes: 1_000, allBytes: 3_724_000, seconds: 1)
        #expect(ProgressLine.text(long, columns: 90).hasSuffix("1:02:03 left"))
    }

    // MARK: Corrections and metadata

    private func hash(_ folder: TemporaryFolder) throws -> String {
        let run = try Executable.run([folder.path, "-c", "select sha256 from files"])
        return String(run.output.split(separator: "\n").last ?? "")
    }

    private func span(_ folder: TemporaryFolder, _ table: String = "donations") throws -> String {
        let run = try Executable.run([folder.path, "--mode", "jsonl", "-c", "select span_start, span_end from \(table) limit 1"])
        return run.output.filter { $0 != "{" && $0 != "}" && $0 != "\n" }
    }

    @Test func hashesAreSHA256() throws {
        let folder = try TemporaryFolder()
        folder.write("abc", to: "a.txt")
        #expect(try hash(folder) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func correctionsAreApplied() throws {
        let folder = try TemporaryFolder()
        folder.write(gift, to: "a.txt")
        let corrections = try TemporaryFile(ending: ".ndjson")
        let row = "\"sha256\": \"\(try hash(folder))\", \"table\": \"donations\", \(try span(folder))"
        func result(_ lines: String, _ query: String) throws -> String {
            corrections.write(lines)
            let run = try Executable.run([folder.path, "--corrections", corrections.path, "-c", query])
            #expect(run.status == 0 && run.errors == "", "\(run.errors)")
            return run.output
        }
        let query = "select donor, worth_yuan, low is null as open, reviewed from donations"
        #expect(try result("{\(row), \"action\": \"accept\"}", query).hasSuffix("中原区宏达商贸有限公司,200000.0000,false,accepted\n"))
        let changed = "{\(row), \"action\": \"correct\", \"set\": {\"worth\": 300000, \"donor\": \"甲公司、乙公司\"}}"
        #expect(try result(changed, query).hasSuffix("甲公司、乙公司,300000.0000,false,corrected\n"))
        #expect(try result(changed, "select name from donors order by n") == "name\n甲公司\n乙公司\n")
        let rejected = "{\(row), \"action\": \"reject\", \"note\": \"sold\"}\n"
        #expect(try result(rejected, "select count(*) as n from donations") == "n\n0\n")
        #expect(try result(rejected, "select count(*) as n from donors") == "n\n0\n")
        #expect(try result(rejected, "select count(*) as n from candidates where reason = 'rejected' and fact is null") != "n\n0\n")
        let added =
            rejected + "{\(row), \"action\": \"add\", \"set\": {\"donor\": \"丙公司\", \"item\": \"口罩\", \"value\": 500, \"unit\": \"个\"}}"
        #expect(
            try result(added, "select id, donor, value, low, counted, adcode, quote = '中原区宏达商贸有限公司捐款20万元' as same, reviewed from donations")
                == "id,donor,value,low,counted,adcode,same,reviewed\na/d+1,丙公司,500.0000,500.0000,true,410102,true,added\n")
    }

    @Test func correctionsThatFitNothingAreNamed() throws {
        let folder = try TemporaryFolder()
        folder.write(gift, to: "a.txt")
        let hash = try hash(folder)
        let corrections = try TemporaryFile(ending: ".ndjson")
        corrections.write(
            """
            {"sha256": "\(hash)", "table": "donations", "span_start": 1, "span_end": 2, "action": "accept"}
            {"sha256": "\(String(repeating: "0", count: 64))", "table": "party", "span_start": 1, "span_end": 2, "action": "reject"}
            """)
        let run = try Executable.run([folder.path, "--corrections", corrections.path, "-c", "select 1 as x"])
        #expect(run.status == 0)
        #expect(run.errors.contains(".ndjson:1: no row of") && run.errors.contains(".ndjson:2: no file read has this sha256"))
        for (line, message) in [
            ("{}", "sha256"), ("{\"action\": 1}", "sha256"), ("no", ":1: expected an object"),
            ("{\"sha256\": \"\(hash)\", \"table\": \"people\"}", "\"table\" to be one of"),
            ("{\"sha256\": \"\(hash)\", \"table\": \"party\", \"span_start\": 1, \"span_end\": 2, \"action\": \"correct\"}", "\"set\""),
            (
                "{\"sha256\": \"\(hash)\", \"table\": \"party\", \"span_start\": 1, \"span_end\": 2, \"action\": \"add\", \"set\": {\"id\": \"x\"}}",
                "other than id"
            ),
            (
                "{\"sha256\": \"\(hash)\", \"table\": \"party\", \"span_start\": 1, \"span_end\": 2, \"action\": \"add\", \"set\": {\"value\": \"x\"}}",
                "value to be a number"
            ),
        ] {
            corrections.write(line)
            let run = try Executable.run([folder.path, "--corrections", corrections.path, "-c", "select 1 as x"])
            #expect(run.status == 5 && run.errors.contains(message), "\(line): \(run.errors)")
        }
    }

    @Test func metadataFillsAndAddsColumns() throws {
        let folder = try TemporaryFolder()
        folder.write(gift, to: "a.txt")
        folder.write(gift.replacingOnce("20万元", "30万元"), to: "b.txt")
        let metadata = try TemporaryFile(ending: ".csv")
        metadata.write(
            "file,published,outlet,url,batch,code\na.txt,2020-03-01,中原报,http://example.org/1,7,007\nb,,,http://example.org/2,8,\nc,,,,,\n")
        let run = try Executable.run([
            folder.path, "--meta", metadata.path, "-c",
            "select report, published, dated, dated_basis, outlet, url, batch + 1 as next, code from reports order by report",
        ])
        #expect(run.status == 0 && run.errors == "warning: \(metadata.path): there is no report c\n")
        #expect(
            run.output == """
                report,published,dated,dated_basis,outlet,url,next,code
                a,2020-03-01,2020-03-01,metadata,中原报,http://example.org/1,8,007
                b,2020-02-03,2020-02-03,printed,,http://example.org/2,9,

                """)
        for (text, message) in [
            ("name\nx\n", "has no column file"), ("file,script\na,x\n", "the extractor's own"), ("file,published\na,3.1\n", "is no date"),
            ("file,url\na,x\na,y\n", "two lines for a"),
        ] {
            metadata.write(text)
            let run = try Executable.run([folder.path, "--meta", metadata.path, "-c", "select 1 as x"])
            #expect(run.status == 5 && run.errors.contains(message), "\(run.errors)")
        }
    }
}

extension String {
    /// The text with the first occurrence of a part replaced.
    func replacingOnce(_ part: String, _ other: String) -> String {
        guard let range = ranges(of: part).first else { return self }
        return replacingCharacters(in: range, with: other)
    }

    private func replacingCharacters(in range: Range<String.Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
