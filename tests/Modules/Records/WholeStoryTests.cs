using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Ledger;
using Virtuos.Modules.Tests.Services;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>All rooms together: from a citizen's form to a closed file, in the browsers of the citizen, the filing room, a clerk and a head.</summary>
public sealed class WholeStoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Contract("D03", Part = "the whole way from a filing to a closed file, each daily act one press"), Contract("B18", Part = "the citizen opens the decision in the portal and the proof lies in the file")]
    public async Task A_filing_is_confirmed_decided_approved_sent_opened_final_and_its_file_closed()
    {
        await using var town = await Town.Found();
        using var citizen = new Citizen(town);
        await citizen.FillDog();
        await citizen.Send();
        await town.Settle();
        var submission = await town.Scalar<Guid>("select id from services.submission");
        var keys = town.Services.GetRequiredService<ITracking>().Keys(submission);

        var filing = await town.SignedIn(Town.FilingRoom);
        await Press(filing, await Page(filing, $"/stul/potvrdit?kod={keys.Code}"), "Potvrdit podání", ("way", "counter"));
        await town.Settle();
        var document = await town.Scalar<Guid>("select id from records.document");

        // Take over, answer, send for approval, approve, dispatch: one press each on the screen of the document.
        var (clerk, head) = (await town.SignedIn(Town.Clerk), await town.SignedIn(Town.Head));
        var page = await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Převzít");
        page = await Press(clerk, page, "Platební výměr na místní poplatek");
        var instruction = page.QuerySelector("#Instruction")!.TextContent;
        Assert.All((string[])["30 dnů", "Krajský úřad Ústeckého kraje", "Magistrát města Chomutova", "/urad/chomutov/podat/odvolani"], words => Assert.Contains(words, instruction, StringComparison.Ordinal));
        page = await Press(clerk, page, "Uložit a předložit ke schválení", ("Statement", "Poplatek se **vyměřuje** ve výši 300 Kč."), ("Reasons", "Podle obecně závazné vyhlášky."));
        var own = await town.Scalar<Guid>("select id from records.own_document");
        Assert.Equal("/stul/dokument/" + own, await First(head, "/stul?fronta=ke-schvaleni&kdo=moje"));
        await Press(head, await Page(head, $"/stul/dokument/{own}"), "Schválit a opatřit pečetí");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        await town.Settle();

        await citizen.Post("/sledovat", ("kod", keys.Code), ("pin", keys.Pin));
        var (path, letter) = (citizen.At, await town.Scalar<Guid>("select id from records.consignment"));
        using (var opened = await citizen.Browser.PostAsync($"{path}/dopis/{letter}", null, Cancel)) Assert.Equal(HttpStatusCode.SeeOther, opened.StatusCode);
        await town.Settle();
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from records.component where kind = 'proof'"));
        Assert.Equal(new DateOnly(2026, 4, 9), await town.Scalar<DateOnly>("select appeal_until from records.own_document"));

        town.Clock.Set(Prague.Start(new(2026, 4, 10)).AddHours(9));
        await town.Run<SetLegalForce>();
        await town.Settle();
        Assert.Equal(new DateOnly(2026, 4, 10), await town.Scalar<DateOnly>("select final_on from records.own_document"));
        var file = await town.Scalar<Guid>("select id from records.case_file");
        clerk = await town.SignedIn(Town.Clerk);
        page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Contains("Spis je uzavřený", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Closed", await town.Scalar<string>("select state from records.case_file"));

        // The whole story is in the ledger, and nothing in it was touched.
        await town.Settle();
        var audit = town.Services.GetRequiredService<LedgerAudit>();
        List<LedgerFault> faults = [];
        await foreach (var fault in audit.Audit([], Cancel)) faults.Add(fault);
        Assert.Empty(faults);
        foreach (var act in (string[])["TakeOver", "DraftDocument", "SendForApproval", "ApproveDocument", "DispatchDocument", "CloseFile"])
            Assert.True(await town.Scalar<long>("select count(*) from kernel.ledger where act = $1 and actor is not null", act) > 0, act);
    }

    private static async Task<string> First(HttpClient browser, string list) =>
        ((IHtmlAnchorElement)(await Page(browser, list)).QuerySelector("tbody th a")!).GetAttribute("href")!.Split('?')[0];
}
