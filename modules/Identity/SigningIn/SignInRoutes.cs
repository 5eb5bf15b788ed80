using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Web;
using Virtuos.Ui;

namespace Virtuos.Identity;

/// <summary>Where the forms of signing in and out are sent.</summary>
internal static class SignInRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/prihlaseni", Start).BeforePages();
        routes.MapPost("/odhlaseni", Leave).BeforePages();
    }

    /// <summary>The page of the same path answers GET; a POST is for this endpoint.</summary>
    public static void BeforePages(this RouteHandlerBuilder route) =>
        route.ExcludeFromDescription().Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = -1);

    private static async Task<IResult> Start(HttpContext http, SignIn act, Installation installation, Texts texts, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var (email, back) = (form["Email"].ToString(), LocalPath.Of(form["ReturnUrl"]));
        var result = await act.Run(new(email, form["Password"].ToString(), Visitor.Of(http)), cancel);
        if (!result.Succeeded)
        {
            return new RazorComponentResult<SigningIn.SignInPage>(new Dictionary<string, object?>
            {
                [nameof(SigningIn.SignInPage.Email)] = email,
                [nameof(SigningIn.SignInPage.ReturnUrl)] = back,
                [nameof(SigningIn.SignInPage.Errors)] = result.Refusals.ToErrors(texts),
            })
            { StatusCode = result.Refusals[0].Kind.Status() };
        }
        SessionCookie.Write(http, installation, result.Value.Token);
        return Results.LocalRedirect(back ?? SignInRoutes.Home(result.Value.Kind));
    }

    private static async Task<IResult> Leave(HttpContext http, EndSession act, CurrentSession current, Installation installation, CancellationToken cancel)
    {
        if (current.Id is { } session) await act.Run(new(session), cancel);
        SessionCookie.Forget(http, installation);
        return Results.LocalRedirect("/");
    }

    /// <summary>Where a person lands who was not on the way anywhere.</summary>
    public static string Home(AccountKind kind) => kind switch
    {
        AccountKind.Official => "/stul",
        AccountKind.Operator => "/sprava",
        _ => "/moje",
    };
}
