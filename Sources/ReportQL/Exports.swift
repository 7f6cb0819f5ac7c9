// What the shell takes from the modules below through this one: formats of values, errors and diagnostics, help for editors.
@_exported import Assistance
@_exported import Columns
@_exported import Functions
@_exported import Language
