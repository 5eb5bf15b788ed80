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

    [Fact]
    public void Every_requirement_has_a_test_or_says_that_it_is_open()
    {
        Assert.Empty(Nsesss.Registration.GroupBy(r => r.Id).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(Nsesss.Registration.Where(r => r.Open is null && !Proofs[r.Id].Any()).Select(r => r.Id));
        Assert.Empty(Nsesss.Registration.Where(r => r.Open is not null && Proofs[r.Id].Any()).Select(r => r.Id));
        Assert.Empty(Proofs.Select(p => p.Key).Except(Nsesss.Registration.Select(r => r.Id)));
    }

    [Fact]
    public void The_map_of_the_national_standard_is_fresh()
    {
        var page = new StringBuilder("""
            # NSESSS 2023: registration, file plan and retention

            <!-- Drawn by tests/Rules; VIRTUOS_UPDATE=1 ./test rules draws it anew. -->

            What the national standard asks of the register of documents, of reference numbers, of registration, of the file plan and of the keeping of files, and the tests that prove it. Requirements are those that are public:
            the official schemas (version 4.0, released 21 June 2023) and the rules of the National Archive's validator (NSESSS2024). The body text of the standard with its numbered
            requirements is in no public source that we found; numbers stand here only where the validator quotes them. This is no attestation, and no claim about the rest of the standard.

            | requirement | what it asks | tests |
            |---|---|---|

            """);
        foreach (var requirement in Nsesss.Registration)
            page.Append($"| {requirement.Id} | {requirement.Asks} | {(requirement.Open is { } why ? $"open: {why}" : string.Join(", ", Proofs[requirement.Id].Distinct()))} |\n");
        Tree.AssertFresh("nsesss.md", page.ToString());
    }
}
