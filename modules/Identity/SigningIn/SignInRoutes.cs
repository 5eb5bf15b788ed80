using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Virtuos.Identity.SigningIn;
using Virtuos.Kernel.Configuration;
using Virtuos.Ui;

namespace Virtuos.Identity;

/// <summary>Where the forms of signing in and out are sent.</summary>
internal static class SignInRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/prihlaseni", Start).BeforePages();
        routes.MapPost("/prihlaseni/overeni", SecondStep).BeforePages();
        routes.MapPost("/prihlaseni/jako", AsDemo).BeforePages();
        routes.MapPost("/odhlaseni", Leave).BeforePages();
    }

    private static async Task<IResult> Start(HttpContext http, SignIn act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Email"].ToString(), form["Password"].ToString(), Visitor.Of(http)), cancel);
        if (!result.Succeeded)
            return pages.Again<SignInPage>(result.Refusals, (nameof(SignInPage.Email), form["Email"].ToString()), (nameof(SignInPage.ReturnUrl), form["ReturnUrl"].ToString()), (nameof(SignInPage.Kept), Kept(form)));
        return Enter(http, result.Value, form, pages);
    }

    private static async Task<IResult> SecondStep(HttpContext http, TakeSecondStep act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var result = await act.Run(new(form["Code"].ToString(), Visitor.Of(http)), cancel);
        if (result.Succeeded) return Enter(http, result.Value, form, pages);
        return result.Refusals[0].Kind == RefusalKind.SignIn
            ? pages.Again<SignInPage>(result.Refusals, (nameof(SignInPage.ReturnUrl), form["ReturnUrl"].ToString()), (nameof(SignInPage.Kept), Kept(form)))
            : pages.Again<SecondStepPage>(result.Refusals, (nameof(SecondStepPage.ReturnUrl), form["ReturnUrl"].ToString()), (nameof(SecondStepPage.Kept), Kept(form)));
    }

    private static async Task<IResult> AsDemo(HttpContext http, SignInAsDemo act, PageAnswers pages, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        if (!Guid.TryParse(form["Account"], out var account)) return Results.NotFound();
        var result = await act.Run(new(account, Visitor.Of(http)), cancel);
        return result.Succeeded ? Enter(http, result.Value, form, pages) : Results.NotFound();
    }

    private static IResult Enter(HttpContext http, SignedIn entry, IFormCollection form, PageAnswers pages)
    {
        pages.Remember(http, entry.Token);
        var back = LocalPath.Of(form["ReturnUrl"]);
        if (entry.OwesSecondStep)
        {
            // What is kept is too long for an address, so the second step is shown at once.
            return Kept(form) is { } kept
                ? pages.Show<SecondStepPage>((nameof(SecondStepPage.ReturnUrl), back), (nameof(SecondStepPage.Kept), kept))
                : pages.Go($"/prihlaseni/overeni{(back is null ? "" : $"?returnUrl={Uri.EscapeDataString(back)}")}");
        }
        return pages.IsKept(Kept(form), entry.Account)
            ? pages.Show<KeptInputPage>((nameof(KeptInputPage.Kept), Kept(form)))
            : pages.Go(back ?? Home(entry.Kind));
    }

    private static async Task<IResult> Leave(HttpContext http, EndSession act, CurrentSession current, Installation installation, PageAnswers pages, CancellationToken cancel)
    {
        if (current.Id is { } session) await act.Run(new(session), cancel);
        SessionCookie.Forget(http, installation);
        return pages.Go("/odhlaseni");
    }

    private static string? Kept(IFormCollection form) => form["Kept"].ToString() is { Length: > 0 } kept ? kept : null;

    /// <summary>Where a person lands who was not on the way anywhere.</summary>
    public static string Home(AccountKind kind) => kind switch
    {
        AccountKind.Official => "/stul",
        // Whose first room is not the desk is led on from there.
        AccountKind.Operator => "/sprava",
        _ => "/moje",
    };
}
