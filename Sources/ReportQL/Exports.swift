// What the signatures of this module name: types, values, errors and diagnostics.
@_exported import Columns
@_exported import Language
