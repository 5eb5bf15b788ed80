using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;
using Virtuos.Records;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>The transaction log of each day: drawn from the ledger, sealed, kept once, never lost.</summary>
public sealed class DayLogTests
{
    private static readonly XNamespace Ns = LogXml.Namespace;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The work of an afternoon in the first office, then the first minutes of the next day.</summary>
    internal static async Task<OfficeTown> AfterADay()
    {
        var room = await OfficeTown.Found();
        await room.Job<KeepDayLogs>();
        var desk = new OwnDesk(room, room.Offices.First);
        await desk.Approved(await desk.InHand());
        await room.Job<LedgerSealer>();
        room.Clock.Set(new(2026, 3, 10, 23, 10, 0, TimeSpan.Zero));
        return room;
    }

    // The first turn opens the new day, whose entry the sealer chains; then the day before can end.
    internal static async Task Keep(OfficeTown room)
    {
        await room.Job<KeepDayLogs>();
        await room.Job<LedgerSealer>();
        await room.Job<KeepDayLogs>();
        await room.Job<LedgerSealer>();
    }

    private static Task<T> AsOffice<T>(OfficeTown room, OfficeCard office, Func<IServiceProvider, Task<T>> act) => room.Town.As(office.Id, act);

    [Fact, Contract("D08")]
    public async Task The_log_of_a_day_is_drawn_from_the_ledger_sealed_and_kept_as_a_document()
    {
        await using var room = await AfterADay();
        var office = room.Offices.First;
        await Keep(room);

        var document = (await room.Rows($"select d.id, d.kind, d.state, d.matter, d.reference_number, f.mark, f.filing_mark, f.matter, f.state from records.day_log l join records.document d on d.id = l.document join records.case_file f on f.id = d.file where l.office = '{office.Id}'",
            r => (Id: r.GetGuid(0), Kind: r.GetString(1), State: r.GetString(2), Matter: r.GetString(3), Number: r.GetString(4), File: r.GetString(5), Mark: r.GetString(6), In: r.GetString(7), FileState: r.GetString(8)))).Single();
        Assert.Equal(("Own", "Settled", "Transakční protokol za den 10. 3. 2026", "51.10", "Transakční protokoly 2026", "Settled"), (document.Kind, document.State, document.Matter.Replace('\u00a0', ' '), document.Mark, document.In, document.FileState));
        Assert.Equal(["Output application/pdf"], await room.Rows($"select role || ' ' || mime_type from records.component where document = '{document.Id}' order by 1", r => r.GetString(0)));

        using var auditor = room.Browser(room.Offices.Who(office, "Správce"));
        var xml = await auditor.GetByteArrayAsync("/sprava/protokol/2026-03-10.xml", Cancel);
        var log = XDocument.Load(new MemoryStream(xml));
        LogSchema.Valid(log);
        Assert.Equal(("TransakcniLogSystemu", $"{document.Id}", "2026-03-10T00:00:00.000000+01:00", "2026-03-11T00:00:00.000000+01:00"),
            (log.Root!.Name.LocalName, log.Descendants(Ns + "HodnotaID").First().Value, log.Descendants(Ns + "DatumCasOd").Single().Value, log.Descendants(Ns + "DatumCasDo").Single().Value));
        var ledger = await room.Rows($"select c.seq, l.id from kernel.ledger_chain c join kernel.ledger l on l.id = c.entry where c.office = '{office.Id}' and l.at < '2026-03-10T23:00:00Z' order by c.seq", r => (r.GetInt64(0), r.GetGuid(1)));
        Assert.True(ledger.Count > 20);
        Assert.Equal(ledger, log.Descendants(Ns + "Udalost").Select(u => ((long)u.Element(Ns + "Poradi")!, Guid.Parse(u.Descendants(Ns + "ParametrUdalosti").First(p => p.Element(Ns + "NazevParametru")!.Value == "entry").Element(Ns + "HodnotaParametru")!.Value))));
        var hana = room.Offices.Who(office, "Hana");
        Assert.Contains(log.Descendants(Ns + "Udalost"), u => u.Element(Ns + "provedlKdo")!.Value == $"{hana.Name}, {hana.Position} ({hana.Id})" && u.Element(Ns + "TypUdalosti")!.Value == "Schvaleni" && u.Descendants(Ns + "TypObjektuId").Single().Value == "Dokument");

        Assert.Equal(2, log.Descendants(Ns + "TypUdalostiId").Count(t => t.Value == "VlozeniDoSpisu"));
        Assert.Equal(1, log.Descendants(Ns + "TypUdalostiId").Count(t => t.Value == "Schvaleni"));

        var pdf = await auditor.GetByteArrayAsync("/sprava/protokol/2026-03-10.pdf", Cancel);
        Assert.Empty(PdfACheck.Of(pdf));
        Assert.Equal(xml, PaperAttachments.Of(pdf).First());
        var seal = SealVerification.Verify(pdf, room.Services.GetRequiredService<TrialAuthority>().Root());
        Assert.Equal((SealState.Intact, true, office.Name), (seal.State, seal.Trusted, seal.Sealer));

        var page = await Page(auditor, "/sprava/protokol?overit=2026-03-10");
        Assert.Contains("souhlasí s evidencí událostí a pečeť je neporušená", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(document.Number, page.Body!.TextContent, StringComparison.Ordinal);
        // Whoever reads documents of its unit opens it as any other.
        await room.Rows($"update records.document set unit = '{room.Offices.Unit(office, "finance").Id}' where id = '{document.Id}' returning 1", r => 1);
        using var head = room.Browser(hana);
        page = await Page(head, $"/stul/dokument/{document.Id}");
        Assert.Contains("Transakční protokol za den", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("object, iframe, embed, a[href*='/slozka/']"));
        // The registration data of what nobody wrote are valid too.
        var registered = await AsOffice(room, office, s => s.GetRequiredService<ExportRegistration>().Run(document.Id, Cancel));
        Assert.Contains("Virtuos", StandardSchemas.Valid(registered.Value, "nsesss-document.xsd").Descendants().Where(e => e.Name.LocalName == "NazevFyzickeOsoby").Select(e => e.Value));
        Assert.Empty(await room.Rows("select 1 from records.day_log l join records.document d on d.id = l.document where d.office <> l.office", r => 1));
    }

    [Fact, Contract("D08", Part = "logs are kept, closed and written out as any other document")]
    public async Task The_file_of_logs_is_closed_and_written_out_by_the_national_standard()
    {
        await using var room = await AfterADay();
        await Keep(room);
        var office = room.Offices.First;
        var file = (await room.Rows($"select file from records.document where agenda = 'records' and office = '{office.Id}'", r => r.GetGuid(0))).Single();
        Assert.True((await AsOffice(room, office, s => s.GetRequiredService<CloseFile>().Run(file, Cancel))).Succeeded);

        var xml = StandardSchemas.Valid((await AsOffice(room, office, s => s.GetRequiredService<ExportFile>().Run(file, Cancel))).Value, "nsesss.xsd");
        string[] Say(string name) => [.. xml.Descendants(XName.Get(name, StandardXml.Namespace)).Select(e => e.Value).Distinct()];
        Assert.Equal(["S", "10"], [.. Say("SkartacniZnak"), .. Say("SkartacniLhuta")]);
        Assert.Contains("vzetí na vědomí", Say("Zpusob"));
        // It went to nobody.
        Assert.Empty(Say("DatumOdeslani"));
        Assert.Empty(Say("Prijemce"));
    }

    [Fact, Contract("D08", Part = "exactly once per office and day")]
    public async Task However_many_keep_a_day_at_once_it_is_kept_once()
    {
        await using var room = await AfterADay();
        await room.Job<KeepDayLogs>();
        await room.Job<LedgerSealer>();
        var office = room.Offices.First;
        var before = (await room.Rows($"select last from records.register_counter where register = 'documents' and office = '{office.Id}'", r => r.GetInt32(0))).Single();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AsOffice(room, office, async s => (await s.GetRequiredService<KeepDayLog>().Run(new(2026, 3, 10), Cancel)).Succeeded)));

        Assert.Equal([1L], await room.Rows($"select count(*) from records.document where agenda = 'records' and office = '{office.Id}'", r => r.GetInt64(0)));
        Assert.Equal([before + 1], await room.Rows($"select last from records.register_counter where register = 'documents' and office = '{office.Id}'", r => r.GetInt32(0)));
        Assert.True((await AsOffice(room, office, s => s.GetRequiredService<KeepDayLog>().Run(new(2026, 3, 10), Cancel))).Succeeded);
        foreach (var sql in (string[])["delete from records.day_log where document is not null returning 1", "update records.day_log set up_to = up_to + 1 where document is not null returning 1", "update records.day_log set document = null, kept_at = null where document is not null returning 1"])
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows(sql, r => 1));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows($"insert into records.day_log (office, id, day) values ('{office.Id}', gen_random_uuid(), '2026-03-10') returning 1", r => 1));
    }

    [Fact, Contract("D08", Part = "days missed are caught up")]
    public async Task Days_missed_are_caught_up_and_every_entry_is_in_one_log()
    {
        await using var room = await AfterADay();
        // The server stands still from the 10th to the 15th; on the 29th the clock goes forward.
        room.Clock.Set(new(2026, 3, 15, 9, 0, 0, TimeSpan.Zero));
        await room.File(RegisterTests.Filed(room.Offices.First.Id, room.Clock.GetUtcNow()));
        await Keep(room);
        room.Clock.Set(new(2026, 3, 30, 9, 0, 0, TimeSpan.Zero));
        await Keep(room);

        var office = room.Offices.First.Id;
        var days = await room.Rows($"select day, after, up_to, document is not null from records.day_log where office = '{office}' order by day", r => (Day: r.GetFieldValue<DateOnly>(0), After: r.IsDBNull(1) ? -1 : r.GetInt64(1), UpTo: r.IsDBNull(2) ? -1 : r.GetInt64(2), Kept: r.GetBoolean(3)));
        Assert.Equal(Enumerable.Range(0, 21).Select(i => new DateOnly(2026, 3, 10).AddDays(i)), days.Select(d => d.Day));
        Assert.All(days.SkipLast(1), d => Assert.True(d.Kept));
        Assert.False(days[^1].Kept);
        Assert.Equal(0, days[0].After);
        foreach (var (day, next) in days.SkipLast(1).Zip(days.Skip(1).SkipLast(1))) Assert.Equal(day.UpTo, next.After);
        Assert.Equal(days.Single(d => d.Day.Day == 12).After, days.Single(d => d.Day.Day == 12).UpTo);
        foreach (var day in days.SkipLast(1))
        {
            var (from, to) = (Virtuos.Kernel.Calendar.Prague.Start(day.Day).ToUniversalTime(), Virtuos.Kernel.Calendar.Prague.Start(day.Day.AddDays(1)).ToUniversalTime());
            Assert.Empty(await room.Rows($"select 1 from kernel.ledger_chain c join kernel.ledger l on l.id = c.entry where c.office = '{office}' and c.seq > {day.After} and c.seq <= {day.UpTo} and (l.at < '{from:u}' or l.at >= '{to:u}')", r => 1));
        }

        using var auditor = room.Browser(room.Offices.Who(room.Offices.First, "Starosta"));
        var empty = XDocument.Load(new MemoryStream(await auditor.GetByteArrayAsync("/sprava/protokol/2026-03-12.xml", Cancel)));
        LogSchema.Valid(empty);
        Assert.Empty(empty.Descendants(Ns + "Udalost"));
        // The day on which the clock goes forward has 23 hours.
        var short_ = XDocument.Load(new MemoryStream(await auditor.GetByteArrayAsync("/sprava/protokol/2026-03-29.xml", Cancel)));
        Assert.Equal(("2026-03-29T00:00:00.000000+01:00", "2026-03-30T00:00:00.000000+02:00"), (short_.Descendants(Ns + "DatumCasOd").Single().Value, short_.Descendants(Ns + "DatumCasDo").Single().Value));
    }

    [Fact, Contract("D08", Part = "says openly when sealing was not possible")]
    public async Task What_cannot_be_sealed_waits_says_why_and_is_kept_later()
    {
        await using var room = await OfficeTown.Found();
        await room.Job<KeepDayLogs>();
        var keys = room.Services.GetRequiredService<Installation>().Keys;
        System.IO.Directory.CreateDirectory(keys);
        var broken = Path.Combine(keys, "trial-authority.pem");
        await File.WriteAllTextAsync(broken, "this is no key", Cancel);
        await room.Job<LedgerSealer>();
        room.Clock.Set(new(2026, 3, 10, 23, 10, 0, TimeSpan.Zero));
        await Keep(room);

        var office = room.Offices.First;
        Assert.Empty(await room.Rows("select 1 from records.document where agenda = 'records'", r => 1));
        Assert.Equal([1], await room.Rows($"select tries from records.day_log where office = '{office.Id}' and day = '2026-03-10'", r => r.GetInt32(0)));
        using var auditor = room.Browser(room.Offices.Who(office, "Správce"));
        var page = await Page(auditor, "/sprava/protokol");
        Assert.Contains("1 uplynulý den čeká", page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("nepodařilo se", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync("/sprava/protokol/2026-03-10.xml", Cancel)).StatusCode);
        // It rests before the next try of its own, but whoever is impatient may try at once.
        await room.Job<KeepDayLogs>();
        Assert.Equal([1], await room.Rows($"select tries from records.day_log where office = '{office.Id}' and day = '2026-03-10'", r => r.GetInt32(0)));
        var button = page.QuerySelectorAll("main button").Single().TextContent.Trim();
        using (var refused = await Send(auditor, page, button)) Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal([2], await room.Rows($"select tries from records.day_log where office = '{office.Id}' and day = '2026-03-10'", r => r.GetInt32(0)));

        // The next day passes too; its log waits as well, and nothing of either is lost.
        room.Clock.Set(new(2026, 3, 11, 23, 10, 0, TimeSpan.Zero));
        await Keep(room);
        File.Delete(broken);
        room.Clock.Advance(TimeSpan.FromHours(7));
        await Keep(room);
        Assert.Equal([true, true, false], await room.Rows($"select document is not null from records.day_log where office = '{office.Id}' order by day", r => r.GetBoolean(0)));
        page = await Page(auditor, "/sprava/protokol?overit=2026-03-10");
        Assert.Contains("souhlasí", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("A01", Part = "transaction logs of another office")]
    public async Task Only_who_manages_or_audits_the_records_of_the_office_sees_its_days()
    {
        await using var room = await AfterADay();
        await Keep(room);
        foreach (var name in (string[])["Klára", "Hana", "Petra"])
        {
            using var browser = room.Browser(room.Offices.Who(room.Offices.First, name));
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/sprava/protokol", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/sprava/protokol/2026-03-10.xml", Cancel)).StatusCode);
            using var kept = await browser.PostAsync("/sprava/protokol/2026-03-10/uschovat", new FormUrlEncodedContent([]), Cancel);
            Assert.Equal(HttpStatusCode.Forbidden, kept.StatusCode);
        }
        using var other = room.Browser(room.Offices.Who(room.Offices.Second, "Správce"));
        var theirs = XDocument.Load(new MemoryStream(await other.GetByteArrayAsync("/sprava/protokol/2026-03-10.xml", Cancel)));
        Assert.DoesNotContain($"{room.Offices.First.Id}", theirs.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/sprava/protokol/2026-13-10.xml", Cancel)).StatusCode);
        await room.Job<LedgerSealer>();
        // Taking a log is an event of the next day.
        Assert.NotEmpty(await room.Rows("select 1 from kernel.ledger where kind = 'DayLog' and deed = 'read' and act = 'DayLogBytes'", r => 1));
    }
}
