using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>What nobody has taken over, how old it is, who is told, and how each day of work ended.</summary>
public sealed class FilingRoomDayTests
{
    [Fact, Contract("E07")]
    public async Task A_day_ends_with_a_proof_and_what_lies_too_long_is_told_once_a_day()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var (petra, klara) = (room.Offices.Who(office, "Petra"), room.Offices.Who(office, "Klára"));
        GoTo(room, WorkingDays.Next(Prague.Today(room.Clock)), 9);
        await room.Job<CloseFilingDays>();
        Assert.Empty(await room.Rows("select 1 from records.filing_day", r => 1));

        // The first day ends with an empty desk, which is written down too.
        GoTo(room, Prague.Today(room.Clock), 19);
        await room.Job<CloseFilingDays>();
        await room.Job<CloseFilingDays>();
        Assert.Equal([0], await room.Rows($"select untaken from records.filing_day where office = '{office.Id}'", r => r.GetInt32(0)));

        GoTo(room, WorkingDays.Next(Prague.Today(room.Clock)), 9);
        var old = (await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(petra, new("Josef Novák", null, null, null, "Odhlášení psa", "local-fees"))).Value.Document;
        var since = Prague.Today(room.Clock);
        GoTo(room, WorkingDays.Add(since, 4), 9);
        await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(petra, new("Josef Novák", null, null, null, "Žádost", "roads"));
        await room.Run<OpenDocument, Guid, DocumentView>(petra, old);

        var view = (await room.Run<ReadUntaken, Done, UntakenView>(petra, new Done())).Value;
        Assert.Equal((2, 1), (view.Together.Sum, view.Together.Unopened));
        Assert.Equal([1, 0, 1, 0], view.Together.ByAge);
        Assert.Equal(view.Together.ByAge, view.Ages.Select((_, age) => view.Units.Sum(u => u.ByAge[age])));
        Assert.Equal(old, view.Oldest[0].Id);

        GoTo(room, Prague.Today(room.Clock), 18);
        await room.Job<CloseFilingDays>();
        await room.Job<CloseFilingDays>();
        Assert.Equal([(2, 1, since)], await room.Rows($"select untaken, unopened, oldest from records.filing_day where office = '{office.Id}' and day = '{Prague.Today(room.Clock):yyyy-MM-dd}'", r => (r.GetInt32(0), r.GetInt32(1), r.GetFieldValue<DateOnly>(2))));
        // Nobody heads the filing room here, so the mayor is told, and once.
        Assert.Single(await room.Rows("select 1 from kernel.outbox where type like '%MailOrdered'", r => 1));
        Assert.Equal(["Starosta Vážný"], await room.Rows("select told from records.filing_day where told is not null", r => r.GetString(0)));

        await room.Run<TakeOver, TakeOverInput, Done>(klara, new(old));
        using var browser = room.Browser(petra);
        var page = (await Page(browser, "/prehled/podatelna")).QuerySelector("main")!;
        Assert.Contains("Nic nezbylo", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("Zbylo 2, z toho 1 nikdo neotevřel", page.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        // Days that nobody closed are told as such.
        Assert.Contains("Konec dne nebyl zapsán.", page.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, (await room.Run<ReadUntaken, Done, UntakenView>(petra, new Done())).Value.Together.Sum);
    }

    private static void GoTo(OfficeTown room, DateOnly day, int hour) => room.Clock.Advance(Prague.Start(day).AddHours(hour) - room.Clock.GetUtcNow());
}
