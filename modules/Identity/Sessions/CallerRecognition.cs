using Microsoft.AspNetCore.Http;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Identity;

/// <summary>Finds out who is calling before anything else runs. Without a cookie nobody is asked.</summary>
internal sealed class CallerRecognition(RequestDelegate next, PermissionCatalogue catalogue, Installation installation, TimeProvider clock)
{
    public async Task Invoke(HttpContext http, Caller caller, CurrentSession current, SessionReader reader)
    {
        if (SessionCookie.Read(http, installation) is { } token) await Recognise(token, caller, current, reader, http.RequestAborted);
        if (caller.Person is not null) http.Response.Headers.CacheControl = "no-store";
        await next(http);
    }

    private async Task Recognise(string token, Caller caller, CurrentSession current, SessionReader reader, CancellationToken cancel)
    {
        if (await reader.Find(token, cancel) is not { } found) return;
        if (!found.Alive)
        {
            if (found.Strength != Strength.Pending) current.Expired = found.Account;
            return;
        }

        (current.Id, current.Account, current.Strength) = (found.Id, found.Account, found.Strength);
        if (found.Strength == Strength.Pending) return;

        await reader.Touch(found, cancel);
        var now = clock.GetUtcNow();
        current.SecondsLeft = (int)Math.Min((found.EndsAt - now).TotalSeconds, found.IdleAfter.TotalSeconds);
        current.OwesSecondFactor = found.Strength == Strength.Password && found.Kind != AccountKind.Citizen;
        Become(caller, found, held: !current.OwesSecondFactor || installation.Demo);
    }

    private void Become(Caller caller, FoundSession found, bool held)
    {
        if (found is { Kind: AccountKind.Official, Place: { } place, Office: { } office })
            caller.BecomeOfficial(found.Account, found.Name, office, place.Unit,
                held ? Grants.Of(catalogue, place, found.Absent) : new(),
                held ? found.Absent.Select(a => a.Official).ToHashSet() : []);
        else if (found.Kind == AccountKind.Operator && held) caller.BecomeOperator(found.Account, found.Name);
        // With the second factor still owed an operator is somebody who may see to their own account, no more.
        else caller.BecomeCitizen(found.Account, found.Name);
    }
}
