using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class HandlingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("decision", 10, "2026-04-20")]
    [InlineData("decision", 1, "2026-04-10")]
    [InlineData("information-request", 10, "2026-04-07")]
    public async Task The_clock_stands_while_the_citizen_completes_and_goes_on_as_the_law_says(string rule, int days, string expected)
    {
        await using var room = await OfficeTown.Found();
        var (id, call, filed) = await Called(room, rule);
        var office = room.Offices.First;
        Assert.Equal("WithCitizen", await State(room, id));
        Assert.Empty(await room.Rows("select 1 from records.document where due is not null", r => r.GetInt32(0)));

        room.Clock.Advance(TimeSpan.FromDays(days));
        await room.Tell(office.Id, new SupplementFiled(Guid.CreateVersion7(), filed.Submission, call, room.Clock.GetUtcNow(), [new("sha256:" + new string('c', 64), "doplneni.pdf", "application/pdf", 10)]));

        Assert.Equal("InHand", await State(room, id));
        Assert.Equal([expected], await room.Rows($"select to_char(deadline, 'YYYY-MM-DD') from records.document where id = '{id}'", r => r.GetString(0)));
        Assert.Equal([("Joined", id)], await room.Rows("select state, parent from records.document where parent is not null", r => (r.GetString(0), r.GetGuid(1))));
        Assert.Equal([true], await room.Rows("select answered from records.completion_call", r => r.GetBoolean(0)));
        Assert.Single(await room.Rows("select 1 from kernel.outbox where type like '%CompletionEnded'", r => r.GetInt32(0)));
    }

    [Fact]
    public async Task A_call_whose_day_has_passed_ends_by_itself_and_a_later_answer_still_joins_the_document()
    {
        await using var room = await OfficeTown.Found();
        var (id, call, filed) = await Called(room, "decision");
        room.Clock.Advance(TimeSpan.FromDays(15));
        await room.Job<EndPassedCalls>();
        Assert.Equal("WithCitizen", await State(room, id));

        room.Clock.Advance(TimeSpan.FromDays(1));
        await room.Job<EndPassedCalls>();
        await room.Job<EndPassedCalls>();
        Assert.Equal("InHand", await State(room, id));
        Assert.Equal([false], await room.Rows("select answered from records.completion_call", r => r.GetBoolean(0)));

        await room.Tell(room.Offices.First.Id, new SupplementFiled(Guid.CreateVersion7(), filed.Submission, call, room.Clock.GetUtcNow(), []));
        Assert.Equal(["Joined"], await room.Rows("select state from records.document where parent is not null", r => r.GetString(0)));
        Assert.Single(await room.Rows("select 1 from kernel.outbox where type like '%CompletionEnded'", r => r.GetInt32(0)));
    }

    [Fact]
    public async Task An_answer_to_a_matter_already_settled_is_new_work()
    {
        await using var room = await OfficeTown.Found();
        var (id, call, filed) = await Called(room, "decision");
        room.Clock.Advance(TimeSpan.FromDays(16));
        await room.Job<EndPassedCalls>();
        Assert.True((await room.Run<SettleWithoutDecision, SettleWithoutDecisionInput, Done>(room.Offices.Who(room.Offices.First, "Klára"), new(id, "noted", "Nedoplněno"))).Succeeded);
        await room.Tell(room.Offices.First.Id, new SupplementFiled(Guid.CreateVersion7(), filed.Submission, call, room.Clock.GetUtcNow(), []));
        Assert.Equal(["Settled", "Registered"], await room.Rows("select state from records.document order by number", r => r.GetString(0)));
    }

    [Fact]
    public async Task A_defect_must_point_at_a_question_of_the_form_and_say_something()
    {
        await using var room = await OfficeTown.Found();
        var (id, _, _) = await RightsTests.Taken(room);
        var klara = room.Offices.Who(room.Offices.First, "Klára");
        foreach (var (defects, code) in (List<(Defect[], string)>)[
            ([], "records.refusal.no-defect"), ([new("chip", "  \u202e ")], "records.refusal.no-defect"),
            ([new("hacker", "x")], "records.refusal.no-such-question"), ([new("chip", new string('x', 501))], "records.refusal.too-long")])
            Assert.Equal(code, (await room.Run<CallToComplete, CallToCompleteInput, Guid>(klara, new(id, defects))).Refusals[0].Code);
        Assert.Equal("records.refusal.days", (await room.Run<CallToComplete, CallToCompleteInput, Guid>(klara, new(id, [new(null, "x")], -1))).Refusals[0].Code);
    }

    [Fact]
    public async Task Whoever_acts_on_a_stale_version_is_told_and_changes_nothing()
    {
        await using var room = await OfficeTown.Found();
        var (id, _, _) = await RightsTests.Taken(room);
        var (klara, hana) = (room.Offices.Who(room.Offices.First, "Klára"), room.Offices.Who(room.Offices.First, "Hana"));
        using var browser = room.Browser(klara);
        var page = await DeskPageTests.Page(browser, $"/stul/dokument/{id}");
        Assert.True((await room.Run<TakeOver, TakeOverInput, Done>(hana, new(id))).Succeeded);

        var after = await DeskPageTests.Press(browser, page, "Vyřídit bez rozhodnutí", ("Note", "x"));
        Assert.Contains("Mezitím to změnil někdo jiný", after.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("InHand", await State(room, id));
    }

    [Fact]
    public async Task Of_two_who_take_over_at_once_one_wins()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        for (var i = 0; i < 10; i++)
        {
            await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()));
            var id = (await room.Rows("select id from records.document order by number desc limit 1", r => r.GetGuid(0)))[0];
            var results = await Task.WhenAll(((string[])["Klára", "Karel"]).Select(name => Task.Run(() => room.Run<TakeOver, TakeOverInput, Done>(room.Offices.Who(office, name), new(id)), Cancel)));
            Assert.Single(results, r => r.Succeeded);
            Assert.Contains(results.Single(r => !r.Succeeded).Refusals[0].Code, (string[])["kernel.stale-version", "records.refusal.held-by-other"]);
        }
    }

    [Fact, Contract("A21", Part = "bulk acts with a result per row")]
    public async Task A_bulk_act_does_what_it_can_and_says_why_not_for_the_rest()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        for (var i = 0; i < 30; i++) await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow(), confirmBy: i == 7 ? new(2026, 3, 20) : null));
        await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow(), "roads"));
        var ids = await room.Rows("select id from records.document order by number", r => r.GetGuid(0));
        ids.Add(Guid.CreateVersion7());
        var klara = room.Offices.Who(office, "Klára");

        var rows = (await room.Run<BulkAct, BulkActInput, IReadOnlyList<BulkRow>>(klara, new(ids, "take-over"))).Value;
        Assert.Equal(32, rows.Count);
        Assert.Equal(29, rows.Count(r => r.Refusal is null));
        Assert.Equal(["records.refusal.unconfirmed", "kernel.not-found", "kernel.not-found"], rows.Where(r => r.Refusal is not null).Select(r => r.Refusal!.Code));
        Assert.All(rows.Where(r => r.Refusal?.Kind == RefusalKind.NotFound), r => Assert.Equal("", r.ReferenceNumber + r.Matter));

        using var browser = room.Browser(klara);
        var page = await DeskPageTests.Page(browser, "/stul?kdo=moje&fronta=ke-zpracovani");
        var result = await DeskPageTests.Press(browser, page, "Do nového spisu", [.. ids.Take(20).Select(id => ("id", id.ToString()))]);
        Assert.Equal(20, result.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(1, result.QuerySelectorAll("tbody .tag.bad").Length);
        Assert.Equal(19, (await room.Rows("select 1 from records.case_file", r => r.GetInt32(0))).Count);
    }

    [Fact]
    public async Task Documents_laid_into_one_file_at_once_get_places_without_gaps()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        var (_, _, file) = await RightsTests.Taken(room);
        var mark = (await room.Rows("select mark from records.case_file", r => r.GetString(0)))[0];
        for (var i = 0; i < 12; i++) await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()));
        var ids = await room.Rows("select id from records.document where file is null", r => r.GetGuid(0));
        var results = await Task.WhenAll(ids.Select(id => Task.Run(() => room.Run<PutIntoFile, PutIntoFileInput, string>(room.Offices.Who(office, "Hana"), new(id, mark, null)), Cancel)));
        Assert.All(results, r => Assert.Equal(mark, r.Succeeded ? r.Value : r.Refusals[0].Code));
        Assert.Equal(Enumerable.Range(1, 13), await room.Rows($"select file_position from records.document where file = '{file}' order by 1", r => r.GetInt32(0)));
    }

    private static async Task<string> State(OfficeTown room, Guid id) => (await room.Rows($"select state from records.document where id = '{id}'", r => r.GetString(0)))[0];

    private static async Task<(Guid Document, Guid Call, SubmissionFiled Filed)> Called(OfficeTown room, string rule)
    {
        var office = room.Offices.First;
        var filed = RegisterTests.Filed(office.Id, room.Clock.GetUtcNow()) with { DeadlineRule = rule };
        await room.File(filed);
        var id = (await room.Rows("select id from records.document", r => r.GetGuid(0)))[0];
        var klara = room.Offices.Who(office, "Klára");
        Assert.True((await room.Run<TakeOver, TakeOverInput, Done>(klara, new(id))).Succeeded);
        var call = await room.Run<CallToComplete, CallToCompleteInput, Guid>(klara, new(id, [new("chip", "Chybí číslo čipu")]));
        return (id, call.Value, filed);
    }
}
