using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

/// <summary>
/// Keeps the rooms for officials and the signed-in closed to others before any of their pages runs. Whoever comes too late with a form
/// signs in again and sends it then; nothing they wrote is lost.
/// </summary>
internal sealed class Gate(RequestDelegate next, Installation installation)
{
    private enum Room
    {
        Public,
        OwnAccount,
        Office,
        Administration,
    }

    public Task Invoke(HttpContext http, Caller caller, CurrentSession current, KeptInput kept)
    {
        var room = RoomOf(http.Request.Path);
        if (room == Room.Public) return next(http);
        if (caller.Person is null) return AskToSignIn(http, kept, current);
        if (current.OwesSecondFactor && !installation.Demo && !http.Request.Path.StartsWithSegments("/ucet"))
        {
            if (HttpMethods.IsGet(http.Request.Method)) http.Response.Redirect("/ucet/zabezpeceni");
            else http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        var open = room switch
        {
            Room.Office => caller.IsOfficial,
            Room.Administration => caller.Kind is CallerKind.Official or CallerKind.Operator,
            _ => true,
        };
        if (open) return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // Opening a mailed link of one's own account needs no session: it may be opened on another device.
    private static Room RoomOf(PathString path) =>
        path.StartsWithSegments("/stul") || path.StartsWithSegments("/prehled") ? Room.Office
        : path.StartsWithSegments("/sprava") ? Room.Administration
        : path.StartsWithSegments("/moje") || (path.StartsWithSegments("/ucet") && !path.StartsWithSegments("/ucet/email/potvrzeni")) ? Room.OwnAccount
        : Room.Public;

    private static async Task AskToSignIn(HttpContext http, KeptInput kept, CurrentSession current)
    {
        var target = http.Request.PathBase + http.Request.Path + http.Request.QueryString;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.Redirect($"/prihlaseni?returnUrl={Uri.EscapeDataString(target)}");
            return;
        }
        if (!http.Request.HasFormContentType)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        await new RazorComponentResult<SigningIn.SignInPage>(new Dictionary<string, object?>
        {
            [nameof(SigningIn.SignInPage.Kept)] = kept.Keep(target, form, current.Expired),
            [nameof(SigningIn.SignInPage.FormCameLate)] = true,
        })
        { StatusCode = StatusCodes.Status401Unauthorized }.ExecuteAsync(http);
    }
}
