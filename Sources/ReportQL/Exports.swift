// What the signatures of this module name: types, values, functions, errors and diagnostics, and the help for editors.
@_exported import Assistance
@_exported import Columns
@_exported import Functions
@_exported import Language
