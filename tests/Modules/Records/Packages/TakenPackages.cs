using System.Net;
using System.Net.Http.Headers;
using Virtuos.Records;
using Virtuos.Records.Packages;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>Packages that a records manager took away through the browser, looked at as the archive would.</summary>
internal sealed class TakenPackages(OfficeTown room) : IDisposable
{
    // Compiled once: nothing else takes so long.
    private static readonly Lazy<SipSchemas?> Schemas = new(() => SipSchemas.Open(Samples.PathOf("standards/nsesss")));

    private readonly PackageFolder folder = new();

    public static readonly IReadOnlyList<string> Kinds = ["metadata", "full", "handover"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Asks for a package as the button does.</summary>
    public async Task<HttpResponseMessage> Ask(HttpClient browser, Guid file, string kind, DateOnly? day = null) =>
        await browser.PostAsync($"/stul/spis/{file}/balicek", new FormUrlEncodedContent([new("Kind", kind), .. day is { } at ? (IEnumerable<KeyValuePair<string, string>>)[new("Day", $"{at:yyyy-MM-dd}"), new("Reason", "Vypovídá o správě obce.")] : []]), Cancel);

    /// <summary>The path of the ZIP.</summary>
    public async Task<string> Take(HttpClient browser, Guid file, string kind)
    {
        using var answer = await Ask(browser, file, kind, kind == "handover" ? DateOnly.FromDateTime(room.Clock.GetUtcNow().UtcDateTime) : null);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
        var path = folder[(answer.Content.Headers.ContentDisposition as ContentDispositionHeaderValue)!.FileName!.Trim('"')];
        await System.IO.File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync(Cancel), Cancel);
        return path;
    }

    /// <summary>What the archive finds, and whether the published schemas object to more; both sets of schemas are asked.</summary>
    public async Task<(IReadOnlyList<Virtuos.Records.Packages.Finding> Findings, bool Published)> Look(string path, string kind)
    {
        using var package = await ZipPackage.Open(path, Cancel);
        var report = await new SipCheck(Schemas.Value, room.Clock).Check(package, MadePackage.ProfileOf(Enum.Parse<PackageKind>(kind, ignoreCase: true)), Cancel);
        Assert.DoesNotContain(report.Notes, n => n.Key.StartsWith("note-schemas", StringComparison.Ordinal));
        return (report.Findings, report.Notes.All(n => n.Key != "note-published"));
    }

    /// <summary>In every kind: valid by both sets of schemas and without a finding.</summary>
    public async Task<IReadOnlyList<string>> AreClean(HttpClient browser, Guid file, bool published = true)
    {
        List<string> paths = [];
        foreach (var kind in Kinds)
        {
            paths.Add(await Take(browser, file, kind));
            var (findings, byPublished) = await Look(paths[^1], kind);
            Assert.Equal([], findings.Select(f => $"{kind} {f.Rule.Code} {f.Place} {f.Detail.Key} {string.Join(", ", f.Detail.Values)}"));
            Assert.Equal(published, byPublished);
        }
        return paths;
    }

    public void Dispose() => folder.Dispose();
}
