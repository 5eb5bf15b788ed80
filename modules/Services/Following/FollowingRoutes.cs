using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Filing;
using Virtuos.Services.Mailbox;
using Virtuos.Ui;
using Network = Virtuos.Services.Filling.Network;

namespace Virtuos.Services.Following;

/// <summary>The forms, feeds and files of following; pages of the same paths answer GET.</summary>
internal static class FollowingRoutes
{
    private const string At = "/sledovat/{code}/{key}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sledovat", Enter).BeforePages();
        routes.MapPost("/sledovat/novinky/{token}", AnswerLink).BeforePages();
        routes.MapPost($"{At}/novinky", Watch).BeforePages();
        routes.MapPost($"{At}/dopis/{{letter:guid}}", Open).BeforePages();
        routes.MapGet($"{At}/dopis/{{letter:guid}}/{{part:int}}", Letter).BeforePages();
        routes.MapGet($"{At}/podani.pdf", Filing).BeforePages();
        routes.MapGet($"{At}/potvrzeni.pdf", ReceiptPdf).BeforePages();
        routes.MapGet($"{At}/priloha/{{part:int}}", Attachment).BeforePages();
        routes.MapGet($"{At}/kanal.xml", Feed).BeforePages();
        routes.MapGet($"{At}/lhuty.ics", Calendar).BeforePages();
    }

    private static async Task<IResult> Enter(HttpContext http, FollowByPin act, Texts texts, CancellationToken cancel)
    {
        var posted = await http.Request.ReadFormAsync(cancel);
        var code = posted["kod"].ToString();
        var result = await act.Run(new(code, posted["pin"].ToString(), Network.Of(http)), cancel);
        if (result.Succeeded) return PageAnswer.Go(result.Value);
        return PageAnswer.Again<FollowEntryPage>(texts, result.Refusals, ("Typed", code.Length > 40 ? code[..40] : code));
    }

    private static async Task<IResult> AnswerLink(string token, AnswerNewsLink act, CancellationToken cancel) =>
        (await act.Run(token, cancel)).Succeeded ? PageAnswer.Go($"/sledovat/novinky/{token}?hotovo=1") : Results.NotFound();

    private static async Task<IResult> Watch(string code, string key, HttpContext http, WatchMatter act, Texts texts, CancellationToken cancel)
    {
        var posted = await http.Request.ReadFormAsync(cancel);
        var email = posted["email"].ToString();
        var result = await act.Run(new(code, key, posted["act"].ToString(), email, texts.Language, Network.Of(http)), cancel);
        if (result.Succeeded) return PageAnswer.Go($"/sledovat/{code}/{key}?hotovo={result.Value}");
        return PageAnswer.AgainIfThere<FollowPage>(texts, result.Refusals, ("Code", code), ("Key", key), ("Email", email));
    }

    private static async Task<IResult> Open(string code, string key, Guid letter, OpenLetter act, CancellationToken cancel) =>
        (await act.Run(new(code, key, letter), cancel)).Succeeded ? PageAnswer.Go($"/sledovat/{code}/{key}/dopis/{letter}/0") : Results.NotFound();

    // A document is delivered by being opened, so nothing of it is shown before.
    private static async Task<IResult> Letter(string code, string key, Guid letter, int part, HttpContext http, MatterReader matters, IBlobStore blobs, CancellationToken cancel) =>
        await Of(code, key, http, matters, cancel) is { } m && m.Letters.FirstOrDefault(l => l.Id == letter && l.OpenedAt is not null) is { } found && part >= 0 && part < found.Content.Count
            ? await ServedPart.Of(found.Content[part], http, blobs, cancel)
            : Results.NotFound();

    private static async Task<IResult> Filing(string code, string key, HttpContext http, MatterReader matters, IBlobStore blobs, CancellationToken cancel) =>
        await Of(code, key, http, matters, cancel) is { Submission: { Paper: { } paper } filed } m
            ? await ServedPart.Of(new(paper, $"podani-{m.Code}.pdf", "application/pdf", filed.PaperSize), http, blobs, cancel)
            : Results.NotFound();

    private static async Task<IResult> Attachment(string code, string key, int part, HttpContext http, MatterReader matters, IBlobStore blobs, CancellationToken cancel) =>
        await Of(code, key, http, matters, cancel) is { Submission: { } filed } && part >= 0 && part < filed.Files.Count
            ? await ServedPart.Of(filed.Files[part], http, blobs, cancel)
            : Results.NotFound();

    private static async Task<IResult> ReceiptPdf(string code, string key, HttpContext http, MatterReader matters, ITracking tracking, PaperPress press, Installation installation, Texts texts, CancellationToken cancel) =>
        await Of(code, key, http, matters, cancel) is { Submission: { } filed, Form: { } form } m
            ? Results.Bytes(press.Press(ReceiptPaper.Of(Receipt.Of(filed, tracking.Keys(filed.Id), form), form, m.Office, installation.Address, texts)).Bytes, "application/pdf", $"potvrzeni-{m.Code}.pdf")
            : Results.NotFound();

    private static async Task<IResult> Feed(string code, string key, HttpContext http, MatterReader matters, Installation installation, Texts texts, CancellationToken cancel) =>
        await Of(code, key, http, matters, cancel) is { } m ? Results.Bytes(MatterFeed.Write(m, installation.Address, texts), MatterFeed.MimeType) : Results.NotFound();

    private static async Task<IResult> Calendar(string code, string key, HttpContext http, MatterReader matters, Installation installation, Texts texts, CancellationToken cancel) =>
        await Of(code, key, http, matters, cancel) is { } m ? Results.Bytes(DeadlineCalendar.Write(m, installation.Address, texts), DeadlineCalendar.MimeType, "lhuty.ics") : Results.NotFound();

    private static Task<FollowedMatter?> Of(string code, string key, HttpContext http, MatterReader matters, CancellationToken cancel)
    {
        FollowHeaders.Set(http);
        return matters.Open(code, key, cancel);
    }
}
