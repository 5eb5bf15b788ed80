using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Signing;
using Virtuos.Records;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

public sealed class ApprovalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static async Task<string> Text(byte[] pdf) => (await PdfTool.Run("pdftotext", pdf, Cancel, "-layout", "{file}", "-")).Output;

    [Fact, Contract("D03", Part = "a decision is drafted from a template, approved by a head and sealed, with a readable trail")]
    public async Task A_decision_is_drafted_sent_approved_and_sealed_and_verifies_elsewhere()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();

        var page = await desk.Begin(document);
        Assert.Contains("Jana Dvořáková, Náves 2", page.QuerySelector("#Statement")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("PRV 1/2026", page.QuerySelector("#Statement")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("15 dnů", page.QuerySelector("#Instruction")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("/podat/odvolani", page.QuerySelector("#Instruction")!.TextContent, StringComparison.Ordinal);
        var preview = await (desk.Browser("Klára")).GetByteArrayAsync($"/stul/dokument/{await desk.Own(document)}/nahled.pdf", Cancel);
        Assert.Contains("Návrh, dosud neschváleno", await Text(preview), StringComparison.Ordinal);
        Assert.Equal([], await room.Rows("select number from records.document where kind = 'Own' and number is not null", r => r.GetInt32(0)));

        page = await Press(desk.Browser("Klára"), page, "Uložit a předložit ke schválení", ("Statement", "Žádosti se **vyhovuje**."), ("Reasons", "Podmínky zákona jsou splněny."));
        Assert.Contains("předložený ke schválení", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        var own = await desk.Own(document);

        var head = desk.Browser("Hana");
        var queue = await Page(head, "/stul?fronta=ke-schvaleni&kdo=moje");
        Assert.EndsWith($"/stul/dokument/{own}?fronta=ke-schvaleni&kdo=moje", queue.QuerySelector("tbody th a")!.GetAttribute("href"), StringComparison.Ordinal);
        page = await Press(head, await Page(head, $"/stul/dokument/{own}"), "Schválit a opatřit pečetí");
        Assert.Contains("PRV 2/2026", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ForDispatch", await desk.State(own));

        var sealedFile = await desk.Sealed(own);
        var root = await room.As(room.Offices.Who(desk.Office, "Hana"), scope => Task.FromResult(scope.GetRequiredService<TrialAuthority>().Root()));
        var seal = SealVerification.Verify(sealedFile, root);
        Assert.True(seal is { State: SealState.Intact, Trusted: true, Trial: true, Sealer: "Obec PRV" }, seal.ToString());
        Assert.Contains("Signature is Valid", (await PdfTool.Run("pdfsig", sealedFile, Cancel, "-nocert", "{file}")).Output, StringComparison.Ordinal);
        var text = await Text(sealedFile);
        Assert.All((string[])["PRV 2/2026", "S-PRV 1/2026", "Výrok", "Odůvodnění", "Poučení", "vyhovuje", "Hana Vedoucí", "Klára Nová", "Zkušební pečeť", "Jana Dvořáková"], words => Assert.Contains(words, text, StringComparison.Ordinal));

        var changed = sealedFile.ToArray();
        changed[changed.AsSpan().IndexOf("/Title"u8) + 8] ^= 1;
        Assert.Equal(SealState.Changed, SealVerification.Verify(changed, root).State);

        Assert.Equal(["Drafted", "SentForApproval", "Approved", "Sealed", "Stamped"],
            await room.Rows($"select kind from records.step where document = '{own}' and kind <> 'PutIntoFile' order by at, id", r => r.GetString(0)));
        Assert.Equal(2, (await room.Rows($"select 1 from records.document where file is not null", r => 1)).Count);
    }

    [Fact, Contract("D03", Part = "a return says why, and the draft goes round again")]
    public async Task A_head_returns_a_draft_with_a_reason_that_everybody_can_read()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.ForApproval(await desk.InHand());
        var head = desk.Browser("Hana");

        var page = await Press(head, await Page(head, $"/stul/dokument/{own}"), "Vrátit k přepracování");
        Assert.Contains("Napište, co je potřeba změnit", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(head, page, "Vrátit k přepracování", ("Reason", "Chybí výpočet poplatku."));
        Assert.Equal("Returned", await desk.State(own));

        var clerk = desk.Browser("Klára");
        page = await Page(clerk, $"/stul/dokument/{own}/text");
        Assert.Contains("Chybí výpočet poplatku.", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        await Press(clerk, page, "Uložit a předložit ke schválení", ("Reasons", "Poplatek je 300 Kč."));
        Assert.Equal("ForApproval", await desk.State(own));
        Assert.Equal([1, 2], await room.Rows($"select version from records.component where document = '{own}' and role = 'Draft' order by version", r => r.GetInt32(0)));
        Assert.Contains("Chybí výpočet poplatku.", (await Page(clerk, $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("D03", Part = "a decision without its instruction about appeal, or with blanks, is refused at the field")]
    public async Task A_decision_without_instruction_or_with_blanks_is_not_sent()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        var clerk = desk.Browser("Klára");

        var page = await Press(clerk, await desk.Begin(document), "Uložit a předložit ke schválení", ("Instruction", "Odvolat se můžete kdykoli."));
        Assert.Equal(["#Statement", "#Reasons", "#Instruction"], page.QuerySelectorAll(".error-summary a, [role=alert] a").Select(a => a.GetAttribute("href")).Distinct());
        Assert.Contains("15 dnů", page.QuerySelector("#Instruction-error")!.TextContent, StringComparison.Ordinal);

        page = await Press(clerk, page, "Vrátit poučení podle zákona", ("Statement", "Žádosti se vyhovuje."), ("Reasons", "Je to tak."));
        Assert.Contains("15 dnů", page.QuerySelector("#Instruction")!.TextContent, StringComparison.Ordinal);
        page = await Press(clerk, page, "Uložit a předložit ke schválení", ("Instruction", ""));
        Assert.Contains("Rozhodnutí musí obsahovat poučení", page.Body!.TextContent, StringComparison.Ordinal);
        page = await Press(clerk, page, "Vrátit poučení podle zákona");
        await Press(clerk, page, "Uložit a předložit ke schválení");
        Assert.Equal("ForApproval", await desk.State(await desk.Own(document)));
    }

    [Fact, Contract("D03", Part = "four eyes; the author approves only where the office allows it, with a reason")]
    public async Task Nobody_approves_what_they_wrote_unless_the_office_allows_it_and_they_say_why()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand("Hana");
        var own = await desk.ForApproval(document, "Hana");
        var head = desk.Browser("Hana");

        // The only head wrote it, so it lies with the mayor.
        Assert.Equal([room.Offices.Who(desk.Office, "Starosta").Id], await room.Rows($"select holder from records.document where id = '{own}'", r => r.GetGuid(0)));
        var page = await Page(head, $"/stul/dokument/{own}");
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), b => b.TextContent.Contains("Schválit", StringComparison.Ordinal));
        using (var refused = await head.PostAsync($"/stul/dokument/{own}/schvalit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        var admin = room.Offices.Who(desk.Office, "Správce");
        var setting = await Page(room.Browser(admin), "/sprava/schvalovani");
        await Press(room.Browser(admin), setting, "Uložit", ("OwnApproval", "true"));
        page = await Press(head, await Page(head, $"/stul/dokument/{own}"), "Schválit a opatřit pečetí");
        Assert.Contains("deset znaků", page.Body!.TextContent, StringComparison.Ordinal);
        await Press(head, page, "Schválit a opatřit pečetí", ("OwnReason", "Starosta je v zahraničí."));
        Assert.Equal("ForDispatch", await desk.State(own));
        Assert.Equal(["Starosta je v zahraničí."], await room.Rows("select own_approval_reason from records.own_document", r => r.GetString(0)));
    }

    [Fact, Contract("D03", Part = "the mayor approves where no head can, and sees only what lies with them")]
    public async Task The_mayor_approves_for_a_unit_without_a_head()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand("Radek", "roads");
        var mayor = desk.Browser("Starosta");
        await Page(mayor, $"/stul/dokument/{document}", HttpStatusCode.NotFound);
        var own = await desk.ForApproval(document, "Radek");

        var queue = await Page(mayor, "/stul?fronta=ke-schvaleni");
        Assert.Single(queue.QuerySelectorAll("tbody tr"));
        await Page(mayor, $"/stul/dokument/{document}");
        var page = await Press(mayor, await Page(mayor, $"/stul/dokument/{own}"), "Schválit a opatřit pečetí");
        Assert.Contains("schválený", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        await Page(mayor, $"/stul/dokument/{document}", HttpStatusCode.NotFound);
    }

    [Fact, Contract("D03", Part = "twenty approvals at once make one seal and one number")]
    public async Task Twenty_approvals_at_once_make_one_seal_and_one_number()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var own = await desk.ForApproval(await desk.InHand());
        var head = desk.Browser("Hana");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var answer = await head.PostAsync($"/stul/dokument/{own}/schvalit", new FormUrlEncodedContent([]), Cancel);
            return answer.StatusCode;
        }));

        Assert.Equal(1, answers.Count(a => a == HttpStatusCode.Found));
        Assert.Equal(19, answers.Count(a => a == HttpStatusCode.Conflict));
        Assert.Single(await room.Rows($"select id from records.component where document = '{own}' and role = 'Output'", r => r.GetGuid(0)));
        Assert.Equal([2], await room.Rows("select last from records.register_counter where register = 'documents'", r => r.GetInt32(0)));
    }

    [Fact]
    public async Task A_text_that_a_colleague_saved_meanwhile_is_not_overwritten()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var mine = await desk.Begin(await desk.InHand());
        var own = (await room.Rows("select id from records.own_document", r => r.GetGuid(0))).Single();
        var (clerk, head) = (desk.Browser("Klára"), desk.Browser("Hana"));
        await Press(head, await Page(head, $"/stul/dokument/{own}/text"), "Uložit koncept", ("Reasons", "Napsala vedoucí."));

        var page = await Press(clerk, mine, "Uložit koncept", ("Reasons", "Napsala referentka."));
        Assert.Contains("mezitím", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Napsala vedoucí.", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Equal("Napsala referentka.", page.QuerySelector("#Reasons")!.TextContent.Trim());
        Assert.Equal(["Napsala vedoucí."], await room.Rows("select reasons from records.own_document", r => r.GetString(0)));
        await Press(clerk, page, "Uložit koncept");
        Assert.Equal(["Napsala referentka."], await room.Rows("select reasons from records.own_document", r => r.GetString(0)));
    }

    [Fact]
    public async Task What_is_approved_never_changes_and_a_dropped_draft_leaves_no_gap()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        await Press(desk.Browser("Klára"), await desk.Begin(document, "Odpověď"), "Zrušit koncept");
        Assert.Equal("Dropped", await desk.State(await desk.Own(document)));
        var own = await desk.Approved(document);

        Assert.Equal([1, 2], await room.Rows("select number from records.document where number is not null order by 1", r => r.GetInt32(0)));
        foreach (var sql in (string[])
            [
                "update records.own_document set reasons = 'jinak' where approved_at is not null returning 1", "delete from records.own_document where approved_at is not null returning 1",
                "update records.component set blob = 'x' returning 1", "delete from records.component returning 1",
            ])
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows(sql, r => 1));
        using var answer = await (desk.Browser("Klára")).PostAsync($"/stul/dokument/{own}/text", new FormUrlEncodedContent([new("Reasons", "jinak")]), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Fact, Contract("A01", Part = "drafts and approvals of another office or unit")]
    public async Task Another_office_and_another_unit_get_what_does_not_exist()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        var own = await desk.ForApproval(document);
        foreach (var stranger in (HttpClient[])[room.Browser(room.Offices.Who(room.Offices.Second, "Hana")), desk.Browser("Radek")])
            foreach (var (act, id) in (ValueTuple<string, Guid>[])[("koncept", document), ("text", own), ("predlozit", own), ("schvalit", own), ("vratit", own), ("stahnout", own), ("zrusit", own)])
            {
                using var real = await stranger.PostAsync($"/stul/dokument/{id}/{act}", new FormUrlEncodedContent([new("Reason", "proto"), new("Template", "odpoved")]), Cancel);
                using var none = await stranger.PostAsync($"/stul/dokument/{Guid.CreateVersion7()}/{act}", new FormUrlEncodedContent([new("Reason", "proto"), new("Template", "odpoved")]), Cancel);
                Assert.Equal((none.StatusCode, none.StatusCode), (real.StatusCode, real.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden ? real.StatusCode : HttpStatusCode.OK));
                await Page(stranger, $"/stul/dokument/{own}/text", HttpStatusCode.NotFound);
            }
        Assert.Equal("ForApproval", await desk.State(own));
    }
}
