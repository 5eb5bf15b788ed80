using System.Xml;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Formats;

namespace Virtuos.Records.Packages;

/// <summary>What came of checking a package: every broken rule at every place, and what could not be checked.</summary>
internal sealed record SipReport(string Package, IReadOnlyList<Finding> Findings, IReadOnlyList<Detail> Notes);

/// <summary>
/// Checks a hand-over package by the rules of the National Archive (national standard 2023, rule set NSESSS2024). Component files are read
/// once, in constant memory; what breaks a later check (no <c>mets.xml</c>, not well-formed, another root) ends it with its own finding.
/// </summary>
/// <param name="schemas">The official schemas; null when the installation has none, then this is noted.</param>
internal sealed class SipCheck(SipSchemas? schemas, TimeProvider clock)
{
    /// <summary>A longer description cannot be held.</summary>
    private const long LargestMets = 1L << 30;

    /// <param name="profile">One of <see cref="RuleTable.Profiles"/>; every rule that any of them knows when null.</param>
    public async Task<SipReport> Check(Package package, string? profile, CancellationToken cancel)
    {
        var today = Prague.Today(clock);
        var rules = RuleTable.On(today);
        var found = new Found(rules, profile);
        foreach (var (rule, fault) in package.Faults) found.Add(rule, fault);
        var sip = package.Mets is { } mets ? await Read(package, mets, rules, today, found, cancel) : null;
        // A threat is told even where nothing else can be.
        if (sip is null) await Measure(package, new(), found, cancel);
        else
            foreach (var rule in rules.Rules.Where(r => found.Asks(r) && RuleBook.Checks.ContainsKey(r.Code)))
                foreach (var fault in RuleBook.Checks[rule.Code](sip))
                {
                    cancel.ThrowIfCancellationRequested();
                    found.Add(rule.Code, fault);
                }
        found.Notes.AddRange([new("note-threats"), new("note-pdfa")]);
        return new(package.Name, found.Sorted(), found.Notes);
    }

    private async Task<Sip?> Read(Package package, PackageItem mets, RuleTable rules, DateOnly today, Found found, CancellationToken cancel)
    {
        var tree = new XmlTree();
        try
        {
            if (mets.Size > LargestMets) throw new XmlException($"{mets.Size} > {LargestMets}");
            await using (var bytes = await mets.Open(cancel))
                if (MetsReader.FaultOfEncoding(bytes) is { } fault) found.Add("kod1", new(mets.Path, fault));
            await using var content = await mets.Open(cancel);
            MetsReader.Read(content, tree, cancel);
        }
        catch (XmlException e)
        {
            found.Add("wf1", new($"{mets.Path}:{e.LineNumber}", new("xml", ("why", e.Message))));
            if (tree.Root.Name != "mets:mets") found.Add("ns1", tree.Root.Differs("/", tree.Root.Exists ? tree.Root.Name : null, "mets:mets"));
            else if (tree.Root.IsClosed) found.Add("ns1", tree.Root.Faulty("after-root"));
            return null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            found.Add("wf1", new(mets.Path, new("unreadable", ("why", e.Message))));
            return null;
        }
        if (tree.Root.Name != "mets:mets")
        {
            found.Add("ns1", tree.Root.Differs("/", tree.Root.Name, "mets:mets"));
            return null;
        }
        foreach (var fault in Shape.Faults(tree)) found.Add("val1", fault);
        if (schemas is null) found.Notes.Add(new("note-schemas"));
        else await schemas.Validate(mets, found, cancel);
        return new(package, tree, await Measure(package, tree, found, cancel), rules, today);
    }

    private static async Task<Dictionary<string, ComponentFile>> Measure(Package package, XmlTree tree, Found found, CancellationToken cancel)
    {
        var algorithms = tree.All("mets:file").Select(f => f["CHECKSUMTYPE"] ?? "").Where(a => a.Length > 0).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, ComponentFile> contents = new(StringComparer.Ordinal);
        foreach (var item in package.Items)
        {
            try
            {
                var content = await ComponentFile.Measure(item, algorithms, cancel);
                contents[item.Path] = content;
                if (content.Format.Traits.HasFlag(FormatTraits.TestVirus)) found.Add("vir1", new(item.Path, new("test-virus")));
                if (content.Format.Traits.HasFlag(FormatTraits.Inflated)) found.Add("vir1", new(item.Path, new("inflated")));
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                found.Add("dat1", new(item.Path, new("unreadable", ("why", e.Message))));
            }
        }
        return contents;
    }
}

/// <summary>Findings as they come, of the rules that are asked.</summary>
internal sealed class Found(RuleTable rules, string? profile)
{
    private readonly List<Finding> findings = [];

    public List<Detail> Notes { get; } = [];

    public bool Asks(SipRule rule) => profile is null || rule.Profiles.Contains(profile);

    public void Add(string code, Fault fault)
    {
        if (rules[code] is var rule && Asks(rule)) findings.Add(new(rule, fault.Place, fault.Detail));
    }

    /// <summary>In the order of the archive's rules.</summary>
    public IReadOnlyList<Finding> Sorted()
    {
        var order = rules.Rules.Select((rule, at) => (rule, at)).ToDictionary(r => r.rule, r => r.at);
        return [.. findings.OrderBy(f => order[f.Rule])];
    }
}
