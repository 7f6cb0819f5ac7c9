// One import is enough: what the library's signatures name, and what the shell takes from the modules below. Only their `public` parts
// reach embedders.
@_exported import Assistance
@_exported import Columns
@_exported import Functions
@_exported import Language
