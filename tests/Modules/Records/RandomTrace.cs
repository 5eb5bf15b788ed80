using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Records;

namespace Virtuos.Modules.Tests.Records;

/// <summary>People who do whatever the dice say, allowed or not, over many days.</summary>
internal sealed class RandomTrace(OfficeTown room, int seed)
{
    private readonly Random dice = new(seed);
    private readonly List<SubmissionFiled> filed = [];

    public List<string> Done { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            if (dice.Next(4) == 0) room.Clock.Advance(TimeSpan.FromHours(dice.Next(1, 120)));
            var office = dice.Next(5) == 0 ? room.Offices.Second : room.Offices.First;
            switch (dice.Next(10))
            {
                case 0 or 1 or 2 or 3:
                    await File(office);
                    break;
                case 4 when filed.Count > 0:
                    var some = filed[dice.Next(filed.Count)];
                    if (some.ConfirmBy is null) break;
                    if (dice.Next(2) == 0) await room.Tell(some.Office, new SubmissionConfirmed(some.Submission, "counter", room.Clock.GetUtcNow()));
                    else await room.Tell(some.Office, new SubmissionLapsed(some.Submission, room.Clock.GetUtcNow()));
                    break;
                case 5:
                    await Supplement();
                    break;
                default:
                    await Act(office);
                    break;
            }
        }
    }

    private async Task File(OfficeCard office)
    {
        var now = room.Clock.GetUtcNow();
        var submission = RegisterTests.Filed(office.Id, now.AddDays(-dice.Next(40)), dice.Next(3) switch { 0 => "roads", 1 => "nobody's", _ => "local-fees" },
            dice.Next(4) == 0 ? DateOnly.FromDateTime(now.UtcDateTime).AddDays(5) : null) with { DeadlineRule = dice.Next(3) == 0 ? "information-request" : "decision" };
        filed.Add(submission);
        await room.File(submission);
    }

    private async Task Supplement()
    {
        var calls = await room.Rows("select c.id, c.origin, c.office from records.completion_call c", r => (r.GetGuid(0), r.GetGuid(1), r.GetGuid(2)));
        if (calls.Count == 0) return;
        var (call, origin, office) = calls[dice.Next(calls.Count)];
        await room.Tell(office, new SupplementFiled(Guid.CreateVersion7(), origin, call, room.Clock.GetUtcNow(), [new("sha256:" + new string('c', 64), "doplneni.pdf", "application/pdf", 10)]));
    }

    private async Task Act(OfficeCard office)
    {
        var documents = await room.Rows($"select id from records.document where office = '{office.Id}'", r => r.GetGuid(0));
        if (documents.Count == 0) return;
        var document = documents[dice.Next(documents.Count)];
        var who = room.Offices.Who(office, (string[])["Klára", "Karel", "Hana", "Radek", "Petra"] is var names ? names[dice.Next(names.Length)] : "");
        var unit = room.Offices.Unit(office, dice.Next(2) == 0 ? "transport" : "finance");
        Done.Add(await room.As(who, async scope =>
        {
            IReadOnlyList<Refusal> refusals = dice.Next(6) switch
            {
                0 or 1 => (await scope.GetRequiredService<TakeOver>().Run(new(document), Cancel)).Refusals,
                2 => (await scope.GetRequiredService<HandOver>().Run(new(document, unit.Id, null, "jinam"), Cancel)).Refusals,
                3 => (await scope.GetRequiredService<PutIntoFile>().Run(new(document, null, null), Cancel)).Refusals,
                4 => (await scope.GetRequiredService<CallToComplete>().Run(new(document, [new Defect("chip", "Chybí číslo čipu")]), Cancel)).Refusals,
                _ => (await scope.GetRequiredService<SettleWithoutDecision>().Run(new(document, "noted", "Vzato na vědomí"), Cancel)).Refusals,
            };
            return refusals.Count == 0 ? "done" : refusals[0].Code;
        }));
    }
}
