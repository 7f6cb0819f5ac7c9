import ArgumentParser
import Glibc
import LineEditing
import Shell

/// The command line of `reportql link`.
struct LinkArguments: Subcommand {
    static let name = "link"

    static let configuration = CommandConfiguration(
        commandName: "reportql link", abstract: "Link reprints and facts told again among extracted files.",
        discussion: """
            Fills duplicate_of, similarity, same_as and counted in the NDJSON files that `reportql extract` wrote, \
            for instance from several runs put together. Linking twice changes nothing.
            """)

    @Argument(help: ArgumentHelp("The folder of the files.", valueName: "dir"))
    var folder: String

    func execute() -> CInt {
        let extraction = Extraction()
        Interrupts.install(extraction.interrupt)
        return extraction.link(folder, narration: OutputSink(descriptor: STDERR_FILENO))
    }
}
