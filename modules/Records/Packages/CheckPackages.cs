using Virtuos.Kernel.Language;
using Virtuos.Kernel.Operating;

namespace Virtuos.Records.Packages;

/// <summary>
/// <c>virtuos sip check PACKAGE…</c>: checks hand-over packages, each a folder or a ZIP, and tells every broken rule with place, law and
/// repair. Ends with 0 when all are clean, 1 with findings, 2 when it could not look at something it was given.
/// </summary>
internal static class CheckPackages
{
    public static readonly ToolCommand Command = new(
        "sip check",
        "Checks hand-over packages (SIP) of the national standard by the rules of the National Archive.",
        new("package", "A package: a ZIP or a folder."),
        [
            new("each", "A folder in which every folder and file is a package."),
            new("profile", $"Rules of one occasion: {string.Join(", ", RuleTable.Profiles)}; all of them when left out."),
            new("standards", "Folder with the official schemas; those loaded into the installation when left out."),
        ],
        Run);

    private static async Task<ToolEnd> Run(ToolCall call)
    {
        if (call["profile"] is { } profile && !RuleTable.Profiles.Contains(profile)) return Refuse(call, $"There is no profile '{profile}'. Known: {string.Join(", ", RuleTable.Profiles)}.");
        if (call["each"] is { } each && !System.IO.Directory.Exists(each)) return Refuse(call, $"There is no folder {each}.");
        if (call["standards"] is { } given && SchemaFiles.Find(given).Count == 0) return Refuse(call, $"{given} holds no complete set of the schemas {SchemaFiles.Main}, {SchemaFiles.Log}, {SchemaFiles.Mets}, {SchemaFiles.Links}.");
        List<string> paths = [.. call.Many, .. call["each"] is { } folder ? (IEnumerable<string>)System.IO.Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal) : []];
        if (paths.Count == 0) return Refuse(call, "Name a package, or a folder of packages with --each.");

        var check = new SipCheck(SipSchemas.Open(call["standards"] ?? LoadStandards.FolderOf(call.Installation)), call.Clock);
        var teller = new ReportTeller(call, new(TextCatalogue.Load([typeof(RecordsModule).Assembly])));
        var end = ToolEnd.Clean;
        // As many at once as there are processors; told in the order in which they were named.
        Queue<(string Path, Task<SipReport> Checked)> checks = new();
        foreach (var path in paths)
        {
            checks.Enqueue((path, Task.Run(() => Check(path), call.Cancel)));
            if (checks.Count >= Environment.ProcessorCount) await Tell();
        }
        while (checks.Count > 0) await Tell();
        return end;

        async Task<SipReport> Check(string path)
        {
            if (!System.IO.Directory.Exists(path) && !File.Exists(path)) throw new FileNotFoundException($"There is no package {path}.");
            using var package = System.IO.Directory.Exists(path) ? FolderPackage.Open(path) : await ZipPackage.Open(path, call.Cancel);
            return await check.Check(package, call["profile"], call.Cancel);
        }

        async Task Tell()
        {
            var (path, checking) = checks.Dequeue();
            try
            {
                var report = await checking;
                teller.Tell(path, report);
                if (report.Findings.Count > 0 && end == ToolEnd.Clean) end = ToolEnd.Findings;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It changed under the check, or vanished.
                end = Refuse(call, e is FileNotFoundException { FileName: null } ? e.Message : $"{path}: {e.Message}");
            }
        }
    }

    private static ToolEnd Refuse(ToolCall call, string why)
    {
        call.Complain(why);
        return ToolEnd.Refused;
    }
}
