using System.Text.RegularExpressions;
using Virtuos.Host;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Records;

namespace Virtuos.Rules.Tests;

/// <summary>Everything that the ledger can say has its words in the transaction log of the national standard.</summary>
public sealed class LogRules(BareHouse house) : IClassFixture<BareHouse>
{
    private readonly LogVocabulary words = house.Get<LogVocabularies>().On(new(2100, 1, 1));

    // Whatever names itself to the ledger: use cases, handlers and jobs by their types, loading and the command line by words.
    private IEnumerable<string> Acts => BareHouse.UseCases
        .Concat(house.Get<Subscriptions>().All.Select(s => s.Handler))
        .Concat(house.Get<IEnumerable<JobKind>>().Select(j => j.Type)).Select(t => t.Name)
        .Concat(Tree.Files("", ".cs").Where(f => !f.StartsWith("tests/", StringComparison.Ordinal) && !f.StartsWith("bench/", StringComparison.Ordinal))
            .SelectMany(f => Regex.Matches(Tree.Read(f), @"BecomeSystem\((?:[^()]*, )?(?:""(\w+)""|nameof\((\w+)\))\)|\.Scope\(""([\w -]+)""\)").Select(m => m.Groups.Values.Skip(1).First(g => g.Success).Value)))
        .Distinct().Order(StringComparer.Ordinal);

    [Fact]
    public void Every_act_is_mapped_to_events_of_the_standard() => None(Acts.Where(act => !words.Knows(act)));

    [Fact]
    public void No_mapping_is_left_of_an_act_that_is_gone() => None(words.Acts.Keys.Concat(words.Plain).Except(Acts));

    [Fact]
    public void Every_kind_of_thing_in_the_ledger_is_mapped_to_an_object_of_the_standard()
    {
        var kinds = House.Modules.SelectMany(m => m.Assembly.GetTypes()).Where(t => !t.IsAbstract && typeof(ILedgered).IsAssignableFrom(t)).Select(t => t.Name)
            .Concat(Tree.Files("modules", ".cs").SelectMany(f => Regex.Matches(Tree.Read(f), @"NoteRead\((?:""(\w+)""|nameof\((\w+)\))").Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value))).Distinct().ToList();
        None(kinds.Where(k => words.Object(k) is null && !words.OtherKinds.ContainsKey(k)));
        None(words.Kinds.Keys.Concat(words.OtherKinds.Keys).Except(kinds));
        None(words.Kinds.Keys.Intersect(words.OtherKinds.Keys));
    }

    // Whoever adds an act reads here what modules/Records/Law/transaction-log.yaml lacks.
    private static void None(IEnumerable<string> names) => Assert.True(!names.Any(), string.Join(", ", names));
}
