using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Quotas;
using Virtuos.Services.Filing;

namespace Virtuos.Services.Following;

/// <param name="Network">Where the try came from, for the quota.</param>
internal sealed record FollowByPinInput(string Code, string Pin, string Network);

/// <summary>
/// From code and PIN to the address of a matter. An unknown code and a wrong PIN have one answer, and both count: ten tries an hour for a
/// code, thirty for a network.
/// </summary>
internal sealed class FollowByPin(Caller caller, ServicesDb db, ServiceKeys keys, Quota quota) : UseCase<FollowByPinInput, string>(caller, ServicesPermissions.Follow)
{
    public static readonly QuotaRule PerCode = new("follow-code", 10, TimeSpan.FromHours(1));
    public static readonly QuotaRule PerNetwork = new("follow-network", 30, TimeSpan.FromHours(1));

    protected override async Task<Result<string>> Do(FollowByPinInput input, CancellationToken cancel)
    {
        var typed = string.Concat((input.Pin ?? "").Where(char.IsAsciiDigit));
        List<Refusal> refusals = [];
        if (string.IsNullOrWhiteSpace(input.Code)) refusals.Add(Refusal.Invalid("kod", "services.follow.code-missing"));
        else if (TrackingCode.Parse(input.Code) is null) refusals.Add(Refusal.Invalid("kod", "services.follow.code-wrong"));
        if (typed.Length != 6) refusals.Add(Refusal.Invalid("pin", "services.follow.pin-missing"));
        if (refusals.Count > 0) return refusals;

        var code = TrackingCode.Parse(input.Code)!;
        if (!await quota.Take(PerNetwork, input.Network, cancel) | !await quota.Take(PerCode, code, cancel)) return Refusal.TooMany("services.follow.too-many");
        var found = await db.TrackingCodes.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, cancel);
        var pin = TrackingCode.Pin(found?.Submission ?? Guid.Empty, keys.Tracking);
        var fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(pin), Encoding.ASCII.GetBytes(typed));
        if (found is null || !fits || (Caller.IsOfficial && Caller.Office != found.Office)) return Refusal.Invalid("pin", "services.follow.no-match");
        await quota.Forget(PerCode, code, cancel);
        return $"/sledovat/{TrackingCode.Grouped(code)}/{FollowKey.Of(found.Submission, keys.Tracking)}";
    }
}
