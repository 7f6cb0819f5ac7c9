import Glibc
import Testing

/// The command line as scripts and people use it.
@Suite("Command line")
struct OptionTests {
    @Test func stepsRunInTheOrderGiven() throws {
        let script = try TemporaryFile(ending: ".sql")
        script.write("select 2 as b;\n.print script\n")
        let run = try Executable.run([
            "-c", "select 1 as a", "-f", script.path, "-c", "-- a comment first\nselect 3 as c", "--mode", "jsonl",
        ])
        #expect(run.output == "{\"a\":1}\n{\"b\":2}\nscript\n{\"c\":3}\n")
        #expect(run.errors == "")
        #expect(run.status == 0)
    }

    /// The usual options are read without the argument parser; one that is not usual brings it in. Both read the same.
    @Test(arguments: [[], ["--param", "unused=1", "-c", "select $unused as u"]])
    func bothReadersOfTheCommandLineAgree(unusual: [String]) throws {
        let script = try TemporaryFile(ending: ".sql")
        script.write("select 2 as b;")
        let run = try Executable.run(
            [
                "--mode", "jsonl", "-c", "--1\nselect 1 as a", "--threads", "1", "--keep-going", "-f", script.path, "--timing", "json",
                "-c", "selct",
                "--no-rc", "-c", "select count(*) as n from t", "--batch",
            ] + unusual)
        #expect(run.output.hasPrefix("{\"a\":1}\n{\"b\":2}\n"))
        #expect(run.errors.contains("\"statement\": 2,"))
        #expect(run.errors.contains("selct") && run.status == 1)
        let table = try TemporaryFile(ending: ".csv")
        table.write("x\n1\n2\n")
        let path = "t=" + table.path
        #expect(try Executable.run([path, "-c", "select sum(x) as s from t"] + unusual, input: "").output.hasPrefix("s\n3\n"))
        for mistake in [["--mode", "bux"], ["--timing", "xml"], ["--threads", "0"], ["-c"], ["--nonsense"], ["-x"]] {
            let refused = try Executable.run(unusual + mistake)
            #expect(refused.status == 2 && !refused.errors.isEmpty, "\(mistake)")
        }
    }

    @Test func scriptsComeFromStandardInput() throws {
        for arguments in [[], ["-f", "/dev/stdin"], ["-f", "-"]] {
            let run = try Executable.run(arguments, input: "select 1 as a; -- one\n.mode json\nselect 2 as b")
            #expect(run.output == "a\n1\n[\n  {\"b\": 2}\n]\n")
            #expect(run.status == 0)
        }
    }

    @Test(
        arguments: [
            (["-c", "select 1"], 0), (["-c", "selct 1"], 1), (["-c", "selct 1", "--keep-going"], 1), (["--nonsense"], 2),
            (["--mode", "bux"], 2),
            (["--threads", "0"], 2), (["--param", "x"], 2), (["-c"], 2), (["extract"], 2),
            (["extract", "--from", "ndjson", "--out", "x"], 2),
            (["-f", "/nonexistent.sql"], 5), (["/nonexistent", "-c", "select 1"], 5), (["-c", ".quit 9", "-c", "select 1"], 9),
            (["--help"], 0),
            (["--version"], 0), (["extract", "--help"], 0), (["extract", "--from", "ndjson", "--table", "nonsense"], 2),
        ])
    func exitCodes(arguments: [String], status: Int) throws {
        #expect(try Executable.run(arguments).status == CInt(status))
    }

    @Test func aScriptThatFailsStopsWithThree() throws {
        let run = try Executable.run([], input: "select 1 as a;\n\nselect nothing from nowhere;\nselect 2 as b;")
        #expect(run.status == 3)
        #expect(run.output == "a\n1\n")
        #expect(run.errors.contains("<stdin>:3:"))
    }

    @Test func batchIsAProtocolForPrograms() throws {
        let run = try Executable.run(
            ["--batch"],
            input: """
                select 'NULL' as a, null as b, 'error: x' as c, '' as d, 'a,"b"' as e;
                selct;
                select 1 where false;
                .print __END__
                select 2; -- a comment follows
                """)
        #expect(run.output == "\"NULL\",NULL,\"error: x\",\"\",\"a,\"\"b\"\"\"\n__END__\n2\n")
        #expect(run.errors.hasPrefix("error") && run.errors.split(separator: "\n").count == 1)
        #expect(run.status == 1)
    }

    @Test func timesAreOnStandardError() throws {
        let script = try TemporaryFile(ending: ".sql")
        script.write("create table t as select * from (values (1), (2), (3)) as v(x);\n.print x\nselect * from t;")
        let run = try Executable.run(["--timing", "json", "--no-rc", "--keep-going", "-c", "selct 1", "-f", script.path])
        let lines = run.errors.split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(lines.count == 2)
        #expect(lines[0].contains("\"statement\": 2,") && lines[0].contains("\"rows\": 3,"))
        #expect(lines[1].contains("\"statement\": 3,") && lines[1].contains("\"rows\": 3,"))
        #expect(lines.allSatisfy { $0.contains("\"seconds\": 0.") && $0.contains("\"peak_bytes\": ") })
    }

    @Test func parametersTakeTheirTypeFromTheirPlace() throws {
        let run = try Executable.run(["--param", "n=5", "--param", "who=李=四", "-c", "select 2 * $n as n, $who as who"])
        #expect(run.output == "n,who\n10,李=四\n")
    }

    @Test func parametersAreSharedByTheStatementsOfARun() throws {
        let shared = try Executable.run(["--param", "n=5", "-c", "select $n as n", "-c", "select 1 as one"])
        #expect(shared.output == "n\n5\none\n1\n" && shared.status == 0)
        let unused = try Executable.run(["--param", "n=5", "--param", "m=6", "-c", "select $n as n"])
        #expect(unused.status == 1 && unused.errors.contains("$m"))
    }

    @Test func anEmptyTableFileIsNamed() throws {
        let file = try TemporaryFile(ending: ".csv")
        let run = try Executable.run([file.path, "-c", "select 1"])
        #expect(run.status == 5 && run.errors.contains("\(file.path) is empty"))
    }

    @Test func filesAreTablesByTheirNames() throws {
        let file = try TemporaryFile(ending: ".csv")
        file.write("code,name\n0101,\"a,b\"\n0102,区\n")
        let run = try Executable.run(["t=\(file.path)", "-c", "from t |> where code = '0102'"])
        #expect(run.output == "code,name\n0102,区\n")
    }

    @Test func outputGoesToAFile() throws {
        let file = try TemporaryFile(ending: ".jsonl")
        let run = try Executable.run(["--output", file.path, "-c", "select 1 as a"])
        #expect(run.output == "")
        #expect(file.text == "{\"a\":1}\n")
    }

    @Test func theStartUpFileIsReadUnlessToldNotTo() throws {
        let home = try TemporaryFolder()
        home.write(".mode jsonl\nnonsense;\n", to: ".reportqlrc")
        let run = try Executable.run(["-c", "select 1 as a"], environment: ["HOME": home.path])
        #expect(run.output == "{\"a\":1}\n")
        #expect(run.errors.contains(".reportqlrc:2:1"))
        #expect(run.status == 0)
        let without = try Executable.run(["--no-rc", "-c", "select 1 as a"], environment: ["HOME": home.path])
        #expect(without.output == "a\n1\n" && without.errors == "")
    }

    @Test func theExecutableWorksAloneInAnEmptyFolder() throws {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/reportql"
        try Executable.copy(to: copy)
        folder.write("中原区须水街道组织党员200名参与疫情防控工作。", to: "report.txt")
        let run = try Executable.run(
            [
                folder.path + "/report.txt", "-c", "select count(*) > 0 as found from sentences", "-c",
                "select code from districts where name = '中原区'",
            ],
            executable: copy)
        #expect(run.output == "found\ntrue\ncode\n410102\n")
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func aReaderThatLeavesIsNoError() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        let process = try Executable.spawn(
            ["-c", "select x, y from (values (1),(2)) as a(x), (values (3),(4)) as b(y)"], environment: [:], actions: &actions)
        close(ends[0])
        close(ends[1])
        var status: CInt = 0
        waitpid(process, &status, 0)
        #expect(status == 0)
    }
}

/// A folder that is gone when nobody holds it any more; it may hold files, no folders.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/reportql-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func write(_ text: String, to name: String) {
        guard let file = fopen(path + "/" + name, "w") else { return }
        fputs(text, file)
        fclose(file)
    }
}

extension Executable {
    static func copy(to target: String) throws {
        let input = open(path, O_RDONLY | O_CLOEXEC)
        let output = open(target, O_WRONLY | O_CREAT | O_CLOEXEC, 0o755)
        try #require(input >= 0 && output >= 0)
        defer {
            close(input)
            close(output)
        }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(input, &bytes, bytes.count)
            if count <= 0 { return }
            try #require(write(output, bytes, count) == count)
        }
    }
}
