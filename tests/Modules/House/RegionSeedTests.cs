using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Seeding;
using Virtuos.Modules.Tests.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests;

/// <summary>A seeded region is one that people could have filled themselves.</summary>
public sealed class RegionSeedTests
{
    private const int Size = 3000;
    private const int Offices = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class Stopper(CancellationTokenSource source, long at) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value >= at) source.Cancel();
        }
    }

    [Fact]
    public async Task A_region_stopped_halfway_goes_on_and_everything_in_it_holds()
    {
        await using var town = await Town.FoundIn(async services =>
        {
            var seeding = services.GetRequiredService<RegionSeeding>();
            using var stop = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => seeding.Run(Size, Offices, 2, new Stopper(stop, Size / 2), _ => { }, stop.Token));
            var written = await seeding.Run(Size, Offices, 2, new Progress<long>(), _ => { }, Cancel);
            Assert.InRange(written, 1, Size - 1);
            Assert.Equal(0, await seeding.Run(Size, Offices, 2, new Progress<long>(), _ => { }, Cancel));
            await Assert.ThrowsAsync<SeedRefusedException>(() => seeding.Run(Size + 1, Offices, 2, new Progress<long>(), _ => { }, Cancel));
        });
        await Whole(town);
        await Sound(town);
        await Counted(town);
        await Worked(town);
    }

    private static async Task Whole(Town town)
    {
        foreach (var table in (string[])["services.submission", "services.tracking_code", "services.matter", "records.document"])
            Assert.Equal(Size, await town.Scalar<long>($"select count(*) from {table}"));
        Assert.Equal(Offices, await town.Scalar<long>("select count(*) from directory.office"));
        // Numbers have neither gaps nor repetitions.
        foreach (var (table, register) in ((string, string)[])[("document", "documents"), ("case_file", "files")])
            Assert.Equal(0, await town.Scalar<long>($"""
                select count(*) from (select office, year, count(*) n, count(distinct number) d, max(number) m from records.{table} where register = '{register}' group by 1, 2) t
                full join (select office, year, last from records.register_counter where register = '{register}') c using (office, year) where n is distinct from last or d <> n or m <> n
                """));
        Assert.Equal(0, await town.Scalar<long>("select count(*) from records.document where (state = 'Settled') <> (settled_at is not null and how is not null) and state <> 'Lapsed'"));
        Assert.True(await town.Scalar<long>("select count(distinct state) from records.document") >= 5);
        Assert.Equal(100, await town.Scalar<long>("select max(n) from (select count(*) n from services.submission where filer_person is not null group by filer_person) t"));
    }

    private static async Task Sound(Town town)
    {
        await foreach (var fault in town.Services.GetRequiredService<LedgerAudit>().Audit([], Cancel)) Assert.Fail(fault.ToString());
        await foreach (var fault in town.Services.GetRequiredService<BlobAudit>().Audit(null, Cancel)) Assert.Fail(fault.ToString());
        foreach (var (table, kind) in ((string, string)[])[("services.submission", "Submission"), ("records.document", "Document"), ("records.step", "Step"), ("records.component", "Component"), ("records.case_file", "CaseFile")])
            Assert.Equal(0, await town.Scalar<long>($"select count(*) from {table} t where not exists (select from kernel.ledger l where l.thing = t.id and l.kind = '{kind}' and l.deed = 'added')"));
        Assert.Equal(0, await town.Scalar<long>("select count(*) from kernel.ledger_unsealed"));
    }

    private static async Task Counted(Town town)
    {
        const string Kept = "select office, whose, held, state, due, sum(n)::bigint n from records.work_count group by 1, 2, 3, 4, 5 having sum(n) <> 0";
        const string Real = "select office, whose, held, state, due, count(*) n from records.document cross join lateral (values (unit, false), (holder, true)) w (whose, held) where whose is not null group by 1, 2, 3, 4, 5";
        Assert.Equal(0, await town.Scalar<long>($"select count(*) from ((({Kept}) except ({Real})) union all (({Real}) except ({Kept}))) t"));
    }

    private static async Task Worked(Town town)
    {
        var email = await town.Scalar<string>("""
            select o.email from directory.official o join records.document d on d.office = o.office and d.unit = o.unit and d.state = 'Registered'
            where o.roles @> '{clerk}' order by o.email limit 1
            """);
        using var browser = await town.SignedIn(email!);
        var list = await DeskPageTests.Page(browser, "/stul?kdo=odbor&fronta=neprevzate");
        var page = await DeskPageTests.Page(browser, list.QuerySelector("tbody th a")!.GetAttribute("href")!);
        page = await DeskPageTests.Press(browser, page, "Převzít");
        if (page.QuerySelectorAll("main button").Any(b => b.TextContent.Trim() == "Vložit do spisu")) page = await DeskPageTests.Press(browser, page, "Vložit do spisu");
        page = await DeskPageTests.Press(browser, page, "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        Assert.Contains("Vyřízený", page.Body!.TextContent, StringComparison.Ordinal);
        await town.Settle();

        // Found by another form of a word that its matter has.
        using var found = await browser.GetAsync("/stul/hledat?q=" + Uri.EscapeDataString("přihlášky psů"), Cancel);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        var kept = await town.Scalar<long>("select count(*) from services.matter where state = 'Settled'");
        Assert.Equal(kept, await town.Scalar<long>("select count(*) from records.document where state = 'Settled'"));
    }
}
