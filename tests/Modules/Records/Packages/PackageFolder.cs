using Virtuos.Records.Packages;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>A folder for packages of one test, and the check over it on a day in 2026.</summary>
internal sealed class PackageFolder : IDisposable
{
    private static readonly FakeClock Clock = On(new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));

    public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("virtuos-sip-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The codes that speak, each once, in the order of the archive.</summary>
    public static async Task<string[]> Speaking(string package, SipSchemas? schemas = null, string? profile = null) => [.. (await Check(package, schemas, profile)).Findings.Select(f => f.Rule.Code).Distinct()];

    public static async Task<SipReport> Check(string path, SipSchemas? schemas = null, string? profile = null)
    {
        using var package = System.IO.Directory.Exists(path) ? FolderPackage.Open(path) : await ZipPackage.Open(path, TestContext.Current.CancellationToken);
        return await new SipCheck(schemas, Clock).Check(package, profile, TestContext.Current.CancellationToken);
    }

    private static FakeClock On(DateTimeOffset day)
    {
        var clock = new FakeClock();
        clock.Set(day);
        return clock;
    }

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
