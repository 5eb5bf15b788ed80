using Virtuos.Services.Filing;
using Virtuos.Services.Filling;

namespace Virtuos.Services.Certificates;

/// <summary>How far the filer was identified, said honestly; no way of proving identity is connected, so nobody's is proven.</summary>
internal static class Identification
{
    public const string None = "none", Email = "e-mail", Account = "account";

    public static readonly string[] Ways = [None, Email, Account];

    public static async Task<string> Of(Submission submission, MailAddresses addresses, CancellationToken cancel) =>
        submission.FilerPerson is not null ? Account : submission.FilerEmail is { } email && await addresses.IsConfirmed(email, cancel) ? Email : None;
}
