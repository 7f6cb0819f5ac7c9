import Testing

@Suite("reportql extract")
struct ExtractTests {
    @Test func writesAFileForEveryTable() throws {
        let reports = try TemporaryFolder()
        reports.write("中原区新闻\n\n中原区某公司捐款20万元。\n", to: "a.txt")
        let out = try TemporaryFolder()
        for format in ["ndjson", "csv"] {
            let run = try Executable.run(["extract", reports.path, "--out", out.path, "--format", format])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "")
            #expect(out.names.contains("donations.\(format)") && out.names.contains("files.\(format)"))
            #expect(out.names.contains("gifts.\(format)"))
        }
        let back = try Executable.run([out.path + "/files.csv", "-c", "select file, status from files"])
        #expect(back.output == "file,status\na.txt,read\n")
        let gifts = try Executable.run([out.path + "/gifts.ndjson", "-c", "select worth_yuan = 200000 as same from gifts"])
        #expect(gifts.output == "same\ntrue\n")
        let areas = try Executable.run([out.path + "/areas.csv", "-c", "select name from areas where code = '410102'"])
        #expect(areas.output == "name\n中原区\n")
    }

    @Test func linksExtractedFiles() throws {
        let body = "中原区某路街道组织了1376名党员下沉一线，逐户登记返乡人员，为居家隔离的居民代买米面蔬菜，并设立检查点为进出人员测量体温。"
        let reports = try TemporaryFolder()
        reports.write("中原区新闻\n\n2020年2月3日\n\n\(body)\n", to: "a.txt")
        reports.write("中原区消息\n\n2020年2月4日\n\n\(body)\n", to: "b.txt")
        let (out, other) = (try TemporaryFolder(), try TemporaryFolder())
        #expect(try Executable.run(["extract", reports.path, "--out", out.path]).status == 0)
        // Extracted one by one, they know nothing of each other.
        var lines: [String: String] = [:]
        for report in ["a", "b"] {
            #expect(try Executable.run(["extract", "\(reports.path)/\(report).txt", "--out", other.path]).status == 0)
            for name in other.names { lines[name, default: ""] += TemporaryFile.text(other.path + "/" + name) }
        }
        for (name, text) in lines { other.write(text, to: name) }
        let before = TemporaryFile.text(other.path + "/figures.ndjson")
        #expect(!before.contains("a/f1\", \"rule"))
        let run = try Executable.run(["link", other.path])
        #expect(run.status == 0 && run.errors == "2 reports: 1 reprints, 2 facts told before\n")
        for name in ["reports.ndjson", "figures.ndjson", "party.ndjson", "donations.ndjson", "gifts.ndjson"] {
            #expect(TemporaryFile.text(other.path + "/" + name) == TemporaryFile.text(out.path + "/" + name), "\(name)")
        }
        let empty = try Executable.run(["link", reports.path])
        #expect(empty.status == 5 && empty.errors.contains("holds no reports.ndjson"))
    }

    @Test func filtersLinesToFacts() throws {
        let lines = """
            {"report": "a", "text": "中原区某公司捐款20万元。"}
            {"report": "b"}

            no json
            {"report": "c", "text": "中原区某公司捐款30万元。"}
            """
        let run = try Executable.run(["extract", "--from", "ndjson", "--table", "donations"], input: lines)
        #expect(run.status == 0)
        let rows = run.output.split(separator: "\n")
        #expect(rows.count == 4)
        #expect(rows[0].contains("\"report\": \"a\"") && rows[0].contains("200000") && !rows[0].contains("\"table\""))
        #expect(rows[1].hasPrefix("{\"table\": \"error\", \"report\": \"b\""))
        #expect(rows[2].hasPrefix("{\"table\": \"error\", \"report\": null"))
        #expect(rows[3].contains("\"report\": \"c\""))
        let all = try Executable.run(["extract", "--from", "ndjson"], input: lines)
        #expect(all.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"table\": ") })
    }

    @Test func aPathThatIsACommandsNameIsWrittenWithItsFolder() throws {
        let run = try Executable.run(["./extract", "-c", "select 1"])
        #expect(run.status == 5)
        #expect(run.errors.contains("./extract"))
    }
}
