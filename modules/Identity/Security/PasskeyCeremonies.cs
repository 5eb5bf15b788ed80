using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

/// <summary>
/// The two exchanges of WebAuthn, verified by ASP.NET Core. Every challenge is kept here and works once; the browser's answer names it.
/// </summary>
internal sealed class PasskeyCeremonies(IdentityDb db, IPasskeyHandler<Account> handler, TimeProvider clock)
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(5);

    /// <returns>Options for <c>navigator.credentials.create</c> as JSON.</returns>
    public async Task<string> BeginEnrolment(Account account, HttpContext http, CancellationToken cancel)
    {
        var made = await handler.MakeCreationOptionsAsync(new() { Id = account.Id.ToString("N"), Name = account.Email, DisplayName = account.Name }, http);
        await Keep(CeremonyPurpose.Enrol, account.Id, made.CreationOptionsJson, made.AttestationState, cancel);
        return made.CreationOptionsJson;
    }

    /// <param name="account">Whose keys are wanted; null = whoever the device offers.</param>
    /// <returns>Options for <c>navigator.credentials.get</c> as JSON.</returns>
    public async Task<string> BeginSignIn(Account? account, HttpContext http, CancellationToken cancel)
    {
        var made = await handler.MakeRequestOptionsAsync(account, http);
        await Keep(CeremonyPurpose.SignIn, account?.Id, made.RequestOptionsJson, made.AssertionState, cancel);
        return made.RequestOptionsJson;
    }

    public async Task<UserPasskeyInfo?> FinishEnrolment(Guid account, string credential, HttpContext http, CancellationToken cancel)
    {
        if (await Take(CeremonyPurpose.Enrol, credential, cancel) is not { } ceremony || ceremony.Account != account) return null;
        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = credential, AttestationState = ceremony.State });
        return result.Succeeded ? result.Passkey : null;
    }

    public async Task<(Account Account, UserPasskeyInfo Passkey)?> FinishSignIn(string credential, HttpContext http, CancellationToken cancel)
    {
        if (await Take(CeremonyPurpose.SignIn, credential, cancel) is not { } ceremony) return null;
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = credential, AssertionState = ceremony.State });
        return result.Succeeded && (ceremony.Account is null || ceremony.Account == result.User.Id) ? (result.User, result.Passkey) : null;
    }

    private async Task Keep(CeremonyPurpose purpose, Guid? account, string options, string? state, CancellationToken cancel)
    {
        using var json = JsonDocument.Parse(options);
        db.Add(new Ceremony
        {
            Purpose = purpose,
            Account = account,
            Challenge = Base64Url.DecodeFromChars(json.RootElement.GetProperty("challenge").GetString()),
            State = state ?? "",
            ExpiresAt = clock.GetUtcNow() + patience,
        });
        await db.SaveChangesAsync(cancel);
    }

    // Deleted before it is verified: an answer that failed must not be tried again.
    private async Task<Ceremony?> Take(CeremonyPurpose purpose, string credential, CancellationToken cancel)
    {
        if (ChallengeOf(credential) is not { } challenge) return null;
        var found = await db.Ceremonies.AsNoTracking().SingleOrDefaultAsync(c => c.Challenge == challenge && c.Purpose == purpose, cancel);
        if (found is null || await db.Ceremonies.Where(c => c.Id == found.Id).ExecuteDeleteAsync(cancel) == 0) return null;
        return found.ExpiresAt > clock.GetUtcNow() ? found : null;
    }

    private static byte[]? ChallengeOf(string credential)
    {
        try
        {
            using var json = JsonDocument.Parse(credential);
            var data = Base64Url.DecodeFromChars(json.RootElement.GetProperty("response").GetProperty("clientDataJSON").GetString());
            using var client = JsonDocument.Parse(data);
            return Base64Url.DecodeFromChars(client.RootElement.GetProperty("challenge").GetString());
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
