using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Quotas;
using Virtuos.Kernel.Web;
using Virtuos.Ui;

namespace Virtuos.Identity;

/// <summary>What the passkey button of a page talks to.</summary>
internal static class PasskeyRoutes
{
    private static readonly QuotaRule ceremonies = new("passkey-ceremony", 60, TimeSpan.FromMinutes(15));
    private static readonly QuotaRule answers = ceremonies with { Name = "passkey-answer" };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/identity/passkeys").ExcludeFromDescription();
        group.MapPost("/sign-in/options", SignInOptions);
        group.MapPost("/sign-in", SignIn);
        group.MapPost("/options", EnrolOptions);
        group.MapPost("", Enrol);
    }

    private static async Task<IResult> SignInOptions(HttpContext http, IdentityDb db, CurrentSession current, PasskeyCeremonies ceremony, Quota quota, Texts texts, CancellationToken cancel)
    {
        if (!await quota.Take(ceremonies, Visitor.Of(http).Network, cancel)) return TooMany(texts);
        var account = current.IsPending ? await db.Accounts.SingleAsync(a => a.Id == current.Account, cancel) : null;
        return Results.Text(await ceremony.BeginSignIn(account, http, cancel), "application/json");
    }

    private static async Task<IResult> SignIn(HttpContext http, SignInByPasskey act, Installation installation, Quota quota, Texts texts, CancellationToken cancel)
    {
        if (!await quota.Take(answers, Visitor.Of(http).Network, cancel)) return TooMany(texts);
        var result = await act.Run(new(await Body(http, cancel), Visitor.Of(http), http), cancel);
        if (!result.Succeeded) return result.ToHttp(texts);
        SessionCookie.Write(http, installation, result.Value.Token);
        return Results.Json(new { next = LocalPath.Of(http.Request.Query["returnUrl"]) ?? SignInRoutes.Home(result.Value.Kind) });
    }

    private static async Task<IResult> EnrolOptions(HttpContext http, IdentityDb db, Caller caller, PasskeyCeremonies ceremony, Quota quota, Texts texts, CancellationToken cancel)
    {
        if (caller.Person is not { } person) return Results.Problem(statusCode: StatusCodes.Status401Unauthorized, title: texts["kernel.sign-in"]);
        if (!await quota.Take(ceremonies, Visitor.Of(http).Network, cancel)) return TooMany(texts);
        return Results.Text(await ceremony.BeginEnrolment(await db.Accounts.SingleAsync(a => a.Id == person, cancel), http, cancel), "application/json");
    }

    private static async Task<IResult> Enrol(HttpContext http, AddPasskey act, Installation installation, Texts texts, CancellationToken cancel)
    {
        var result = await act.Run(new(await Body(http, cancel), Visitor.Of(http), http), cancel);
        if (!result.Succeeded) return result.ToHttp(texts);
        SessionCookie.Write(http, installation, result.Value.Token);
        return Results.Json(new { next = "/ucet/zabezpeceni?stav=klic" });
    }

    private static async Task<string> Body(HttpContext http, CancellationToken cancel)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }

    private static IResult TooMany(Texts texts) => ((IReadOnlyList<Refusal>)[Refusal.TooMany("identity.sign-in.too-many", ("minutes", 15))]).ToHttp(texts);
}
