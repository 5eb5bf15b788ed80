using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records;

public sealed class IntakeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    [Fact, Contract("B09", Part = "paper gets number, code, PIN and QR at the counter"), Contract("E10", Part = "sender, subject and scan in three fields; slip with QR")]
    public async Task Paper_has_its_number_at_once_and_the_citizen_a_slip_to_follow_it_by()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        using var browser = room.Browser(room.Offices.Who(office, "Petra"));
        var form = await DeskPageTests.Page(browser, "/stul/prijem");
        Assert.Equal(["Sender", "Matter", "Agenda", "Scan"], form.QuerySelectorAll("main form > .field input, main form > .field select").Select(f => f.GetAttribute("name")));
        Assert.True(form.QuerySelector("[name=Sender]")!.HasAttribute("autofocus"));

        using var answer = await browser.PostAsync("/stul/prijem", Filled("Josef Novák", "Žádost o povolení", "roads", Pdf), Cancel);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var done = await DeskPageTests.Page(browser, answer.Headers.Location!.ToString());
        Assert.Contains("PRV 1/2026", done.Body!.TextContent, StringComparison.Ordinal);
        var origin = (await room.Rows("select origin from records.document", r => r.GetGuid(0)))[0];
        var keys = room.Services.GetRequiredService<Contracts.Services.ITracking>().Keys(origin);
        Assert.Contains(keys.Code, done.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains(keys.Pin, done.Body.TextContent, StringComparison.Ordinal);

        var slip = await browser.GetByteArrayAsync(done.QuerySelector("a[href$='listek.pdf']")!.GetAttribute("href"), Cancel);
        Assert.StartsWith("%PDF-1.7", Encoding.ASCII.GetString(slip, 0, 8), StringComparison.Ordinal);
        var label = await browser.GetStringAsync(done.QuerySelector("a[href$='stitek.svg']")!.GetAttribute("href"), Cancel);
        Assert.Contains("width=\"70mm\" height=\"36mm\"", label, StringComparison.Ordinal);

        Assert.Equal([("Digitised", "application/pdf", "sken.pdf")], await room.Rows("select role, mime_type, name from records.component", r => (r.GetString(0), r.GetString(1), r.GetString(2))));
        Assert.Equal(["DocumentAssigned", "DocumentRegistered", "PaperReceived"], await room.Rows("select regexp_replace(type, '.*\\.', '') from kernel.outbox where type like '%.Document%' or type like '%.PaperReceived' order by 1", r => r.GetString(0)));
        Assert.Equal([room.Offices.Unit(office, "transport").Name], await room.Rows("select to_name from records.step where kind = 'Assigned'", r => r.GetString(0)));

        // The next one from the same sender: nobody types the name again.
        var next = await DeskPageTests.Page(browser, done.QuerySelectorAll("main a").Single(a => a.TextContent.Contains("téhož", StringComparison.Ordinal)).GetAttribute("href")!);
        Assert.Equal("Josef Novák", next.QuerySelector("[name=Sender]")!.GetAttribute("value"));
        Assert.Contains(next.QuerySelectorAll("datalist option"), o => o.GetAttribute("value") == "Josef Novák");
    }

    [Theory]
    [InlineData("", "věc", "general", "records.refusal.missing-sender")]
    [InlineData("\u202e\u200b", "věc", "general", "records.refusal.missing-sender")]
    [InlineData("Novák", " ", "general", "records.refusal.missing-matter")]
    [InlineData("Novák", "věc", "nobody's", "records.refusal.no-agenda")]
    public async Task What_is_missing_is_said_at_its_field_and_no_number_is_lost(string sender, string matter, string agenda, string code)
    {
        await using var room = await OfficeTown.Found();
        var petra = room.Offices.Who(room.Offices.First, "Petra");
        Assert.Equal(code, (await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(petra, new(sender, null, null, null, matter, agenda))).Refusals[0].Code);
        Assert.Empty(await room.Rows("select 1 from records.register_counter", r => r.GetInt32(0)));
    }

    [Fact]
    public async Task A_program_is_no_scan_and_a_long_name_is_refused_with_what_was_typed_kept()
    {
        await using var room = await OfficeTown.Found();
        using var browser = room.Browser(room.Offices.Who(room.Offices.First, "Petra"));
        using var answer = await browser.PostAsync("/stul/prijem", Filled("Novák", "Žádost", "general", "MZ\u0090 program"u8.ToArray()), Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("PDF, JPEG, PNG nebo TIFF", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Žádost\"", html, StringComparison.Ordinal);

        using var long_ = await browser.PostAsync("/stul/prijem", Filled(new string('x', 201), "Žádost", "general", null), Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, long_.StatusCode);
    }

    [Fact]
    public async Task A_number_jumps_words_find_in_any_form_and_only_what_the_reader_may_see()
    {
        await using var room = await OfficeTown.Found();
        var office = room.Offices.First;
        await RightsTests.Taken(room);
        await room.File(RegisterTests.Filed(office.Id, room.Clock.GetUtcNow(), "roads") with { Matter = "Výkop v ulici" });
        var ids = await room.Rows("select id from records.document order by number", r => r.GetGuid(0));
        var (klara, radek) = (room.Offices.Who(office, "Klára"), room.Offices.Who(office, "Radek"));

        foreach (var text in (string[])["PRV 1/2026", "1", "1/2026", "S-PRV 1/2026"])
            Assert.Equal(ids[0], (await Find(room, klara, text)).Exact);
        Assert.Null((await Find(room, radek, "PRV 1/2026")).Exact);
        Assert.Empty((await Find(room, room.Offices.Who(room.Offices.Second, "Klára"), "PRV 1/2026")).Rows);
        Assert.Equal([ids[0]], (await Find(room, klara, "psů")).Rows.Select(r => r.Id));
        Assert.Equal([ids[0]], (await Find(room, klara, "dvorakove")).Rows.Select(r => r.Id));
        Assert.Equal([ids[1]], (await Find(room, radek, "výkopy")).Rows.Select(r => r.Id));
        Assert.Empty((await Find(room, klara, "výkopy")).Rows);
        foreach (var odd in (string[])["'", "&|!()", ":*", "\\", "' or 1=1", new string('x', 5000)]) await Find(room, klara, odd);
    }

    [Theory]
    [InlineData("{mark}-{number}/{year}", true), InlineData("{number}/{year}", true)]
    [InlineData("{mark} {number}", false), InlineData("{number}{number}/{year}", false), InlineData("{number}/{year} {hacker}", false), InlineData("", false)]
    [InlineData("{mark} {number}/{year} a to je opravdu velmi dlouhé číslo jednací", false)]
    public void A_pattern_has_number_and_year_and_fits_into_fifty_characters(string pattern, bool good) => Assert.Equal(good, NumberPattern.TryParse(pattern, "MUCH", out _));

    private static async Task<Found> Find(OfficeTown room, OfficialCard who, string text) => (await room.Run<FindDocuments, FindInput, Found>(who, new(text))).Value;

    private static MultipartFormDataContent Filled(string sender, string matter, string agenda, byte[]? scan)
    {
        var form = new MultipartFormDataContent { { new StringContent(sender), "Sender" }, { new StringContent(matter), "Matter" }, { new StringContent(agenda), "Agenda" } };
        if (scan is not null) form.Add(new ByteArrayContent(scan), "Scan", "sken.pdf");
        return form;
    }
}
