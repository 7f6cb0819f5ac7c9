import ReportQL

/// How report files are found, read and put together, for those who know the shell alone.
package typealias ReportOptions = Database.ReportOptions
/// How far the reading of reports has come.
package typealias ReportProgress = ReportQL.ReportProgress
