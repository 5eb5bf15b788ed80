using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Ui;
using Virtuos.Identity.Security;

namespace Virtuos.Identity;

/// <summary>Where the forms about second factors are sent.</summary>
internal static class SecurityRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ucet/zabezpeceni/aplikace", Confirm).BeforePages();
        routes.MapPost("/ucet/zabezpeceni/odebrat", Remove).BeforePages();
        routes.MapPost("/ucet/zabezpeceni/zachranne-kody", Renew).BeforePages();
    }

    private static async Task<IResult> Confirm(HttpContext http, ConfirmAuthenticator act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Code"].ToString(), Visitor.Of(http)), cancel);
        if (!result.Succeeded) return pages.Again<AuthenticatorPage>(result.Refusals);
        pages.Remember(http, result.Value.Token);
        return result.Value.RecoveryCodes is { Count: > 0 } codes
            ? pages.Show<RecoveryCodesPage>((nameof(RecoveryCodesPage.Codes), codes), (nameof(RecoveryCodesPage.Next), "/ucet/zabezpeceni?stav=aplikace"))
            : pages.Go("/ucet/zabezpeceni?stav=aplikace");
    }

    private static async Task<IResult> Remove(HttpContext http, RemoveFactor act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(Guid.TryParse(form["Passkey"], out var key) ? key : null, form["Password"].ToString(), Visitor.Of(http)), cancel);
        if (result.Succeeded) return pages.Go("/ucet/zabezpeceni?stav=odebrano");
        return pages.AgainIfThere<RemoveFactorPage>(result.Refusals, (nameof(RemoveFactorPage.Given), form["Passkey"].ToString()));
    }

    private static async Task<IResult> Renew(HttpContext http, RenewRecoveryCodes act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Password"].ToString(), Visitor.Of(http)), cancel);
        return result.Succeeded ? pages.Show<RecoveryCodesPage>((nameof(RecoveryCodesPage.Codes), result.Value)) : pages.Again<RenewRecoveryCodesPage>(result.Refusals);
    }
}
