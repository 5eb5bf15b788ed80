using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Rules.Tests;

/// <summary>Every listed requirement of the national standard has a test or an openly stated gap.</summary>
public sealed class NsesssRules
{
    private static readonly ILookup<string, string> Proofs = Tree.Files("tests/Modules", ".cs").SelectMany(file =>
    {
        var source = Tree.Read(file);
        return Regex.Matches(source, @"\bRequirement\(""([^""]+)""\)").Select(claim => (Id: claim.Groups[1].Value, Test: Regex.Match(source[claim.Index..], @"\b(?:Task|void)\s+(\w+)").Groups[1].Value));
    }).ToLookup(p => p.Id, p => p.Test);

    // The rules of packages name what they look for; everything else names what it writes.
    private static readonly HashSet<string> Written = [.. Tree.Files("modules/Records", ".cs").Where(f => !f.Contains("/Packages/Rules/", StringComparison.Ordinal) && !f.Contains("/Packages/Reading/", StringComparison.Ordinal)).SelectMany(file => Regex.Matches(Tree.Read(file), @"""(?:\w+:)?(\w[\w-]*)""").Select(m => m.Groups[1].Value))];

    // A rule is tried by a package of the archive that breaks it, or by one of ours.
    private static List<(string Code, string Asks, List<string> Proof)> ArchiveRules()
    {
        var samples = Tree.Read("tests/Modules/Records/Packages/SampleTests.cs");
        var spoken = Regex.Matches(samples[samples.IndexOf("Spoken =", StringComparison.Ordinal)..samples.IndexOf("[Fact]", StringComparison.Ordinal)], @"\b[a-z]+\d+[a-z]?\b").Select(m => m.Value).ToHashSet();
        var own = Tree.Files("tests/Modules/Records/Packages", ".cs").SelectMany(file => Regex.Matches(Tree.Read(file), @"""((?:[a-z]+\d+[a-z]?)(?:,[a-z]+\d+[a-z]?)*)""").SelectMany(m => m.Groups[1].Value.Split(','))).ToHashSet();
        return [.. Regex.Matches(Tree.Read("modules/Records/Law/package-rules.yaml"), @"- code: (\w+)\s+asks: >-\s+(.+)").Select(m => (m.Groups[1].Value, m.Groups[2].Value.Trim(),
            new List<string>([.. spoken.Contains(m.Groups[1].Value) ? ["Every_sample_gets_the_verdict_of_its_name"] : Array.Empty<string>(), .. own.Contains(m.Groups[1].Value) ? ["Broken_in_one_place"] : Array.Empty<string>()])))];
    }

    [Fact]
    public void Every_requirement_has_a_test_or_says_that_it_is_open()
    {
        Assert.Empty(Nsesss.Registration.GroupBy(r => r.Id).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(Nsesss.Registration.Where(r => r.Open is null && !Proofs[r.Id].Any()).Select(r => r.Id));
        Assert.Empty(Nsesss.Registration.Where(r => r.Open is not null && Proofs[r.Id].Any()).Select(r => r.Id));
        Assert.Empty(Proofs.Select(p => p.Key).Except(Nsesss.Registration.Select(r => r.Id)));
    }

    [Fact]
    public void Every_rule_of_the_archive_has_a_package_that_breaks_it() => Assert.Empty(ArchiveRules().Where(r => r.Proof.Count == 0).Select(r => r.Code));

    [Fact]
    public void Every_element_of_the_schemas_is_written_or_said_not_to_be()
    {
        var known = NsesssSchema.Types.SelectMany(t => t.Elements).ToHashSet();
        Assert.Empty(NsesssSchema.Unwritten.Keys.Except(known));
        Assert.Empty(known.Where(e => NsesssSchema.Unwritten.ContainsKey(e) == Written.Contains(e)));
    }

    [Fact]
    public void The_map_of_the_national_standard_is_fresh()
    {
        var page = new StringBuilder("""
            # NSESSS 2023: what is asked and what proves it

            <!-- Drawn by tests/Rules; VIRTUOS_UPDATE=1 ./test rules draws it anew. -->

            What the national standard asks of a records service, as far as it is public, and the tests that prove it. Requirements are those that are public:
            the official schemas (version 4.0, released 21 June 2023) and the rules of the National Archive's validator (NSESSS2024). The body text of the standard with its numbered
            requirements is in no public source that we found; numbers stand here only where the validator quotes them, and decree 259/2012 was at hand in excerpts. **The product holds no attestation**; this is no claim about the rest of the standard.

            | requirement | what it asks | tests |
            |---|---|---|

            """);
        foreach (var requirement in Nsesss.Registration)
            page.Append($"| {requirement.Id} | {requirement.Asks} | {(requirement.Open is { } why ? $"open: {why}" : string.Join(", ", Proofs[requirement.Id].Distinct()))} |\n");
        page.Append("""

            ## Rules of the National Archive (NSESSS2024)

            `virtuos sip check` has every one of them. *Every_sample_gets_the_verdict_of_its_name*: a published package of the archive breaks the rule, and others keep it; *Broken_in_one_place*: a package of our own,
            good but for one place, and its neighbours of the same test class.

            | rule | what it asks, in the archive's words | tests |
            |---|---|---|

            """);
        foreach (var (code, asks, proof) in ArchiveRules()) page.Append($"| {code} | {asks.Replace("|", "\\|", StringComparison.Ordinal)} | {string.Join(", ", proof)} |\n");
        page.Append("""

            ## Types of the schemas

            What is written is valid by both sets of schemas (nsesss.xsd above). An element that is never written stands here with the reason; all of them may be left out by the schemas.

            | type | elements that are written | elements that are not |
            |---|---|---|

            """);
        foreach (var (type, elements) in NsesssSchema.Types)
            page.Append($"| {type} | {string.Join(", ", elements.Where(e => !NsesssSchema.Unwritten.ContainsKey(e)))} | {string.Join("; ", elements.Where(NsesssSchema.Unwritten.ContainsKey).Select(e => $"{e}: {NsesssSchema.Unwritten[e]}"))} |\n");
        Tree.AssertFresh("nsesss.md", page.ToString());
    }
}
