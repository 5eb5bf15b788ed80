using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Mailroom;

/// <param name="Postbox">Null for a new one.</param>
/// <param name="Password">Empty keeps the one that is set.</param>
/// <param name="Certificate">PEM, or empty.</param>
internal sealed record PostboxInput(Guid? Postbox, Guid? Office, string? Address, string? Host, string? Port, string? Security, string? UserName, string? Password, string? Folder, string? DoneFolder, string? Certificate, bool Active);

/// <summary>The operator sets from which mailbox an office takes its e-mail; the mailbox is opened once before it is believed.</summary>
internal sealed class SetPostbox(MailroomDb db, Caller caller, IDirectory directory, PostboxSecrets secrets, TimeProvider clock) : UseCase<PostboxInput, Guid>(caller, MailroomPermissions.Postboxes)
{
    protected override async Task<Result<Guid>> Do(PostboxInput input, CancellationToken cancel)
    {
        if (input.Office is not { } office || await directory.Office(office, cancel) is null) return Refusal.Invalid("office", "mailroom.postbox.office-missing");
        Caller.TurnTo(office);
        var before = input.Postbox is { } id ? await db.Postboxes.FirstOrDefaultAsync(p => p.Id == id && p.Office == office, cancel) : null;
        if (input.Postbox is not null && before is null) return Refusal.NotFound();
        if (Faults(input, before) is { Count: > 0 } faults) return faults;
        var postbox = before ?? new Postbox
        {
            Office = office, Address = "", Host = "", Port = 0, Security = "", UserName = "", Password = "", Folder = "", DoneFolder = null, Certificate = null, Active = true, CreatedAt = clock.GetUtcNow(),
        };
        (postbox.Address, postbox.Host, postbox.Port, postbox.Security) = (EmailAddress.Parse(input.Address!.Trim()).Folded, input.Host!.Trim(), int.Parse(input.Port!, System.Globalization.CultureInfo.InvariantCulture), input.Security!);
        (postbox.UserName, postbox.Folder, postbox.DoneFolder) = (input.UserName!.Trim(), Given(input.Folder) ?? "INBOX", Given(input.DoneFolder));
        (postbox.Certificate, postbox.Active) = (Given(input.Certificate), input.Active);
        if (!string.IsNullOrEmpty(input.Password)) postbox.Password = secrets.Protect(postbox.Id, input.Password);
        if (input.Active && await Unreachable(postbox, cancel) is { } said) return Refusal.Invalid("host", "mailroom.postbox.unreachable", ("said", said));
        if (before is null) db.Add(postbox);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Refusal.Invalid("userName", "mailroom.postbox.twice");
        }
        return postbox.Id;
    }

    private static List<Refusal> Faults(PostboxInput input, Postbox? before)
    {
        List<Refusal> faults = [];
        if (!EmailAddress.TryParse(input.Address?.Trim(), out _)) faults.Add(Refusal.Invalid("address", EmailAddress.Refused));
        if (Uri.CheckHostName(input.Host?.Trim() ?? "") == UriHostNameType.Unknown || input.Host!.Length > 253) faults.Add(Refusal.Invalid("host", "mailroom.postbox.host-wrong"));
        if (!ushort.TryParse(input.Port, out var port) || port == 0) faults.Add(Refusal.Invalid("port", "mailroom.postbox.port-wrong"));
        if (input.Security is not ("tls" or "starttls" or "none")) faults.Add(Refusal.Invalid("security", "mailroom.postbox.security-missing"));
        if (string.IsNullOrWhiteSpace(input.UserName) || !Sayable(input.UserName)) faults.Add(Refusal.Invalid("userName", "mailroom.postbox.user-missing"));
        if (string.IsNullOrEmpty(input.Password) && before is null) faults.Add(Refusal.Invalid("password", "mailroom.postbox.password-missing"));
        if ((Given(input.Folder) ?? "INBOX") == Given(input.DoneFolder)) faults.Add(Refusal.Invalid("doneFolder", "mailroom.postbox.same-folder"));
        if (Given(input.Certificate) is { } pem && !IsCertificate(pem)) faults.Add(Refusal.Invalid("certificate", "mailroom.postbox.certificate-wrong"));
        return faults;
    }

    private async Task<string?> Unreachable(Postbox postbox, CancellationToken cancel)
    {
        try
        {
            await using var imap = await ImapClient.Connect(postbox.Server, cancel);
            await imap.SignIn(postbox.UserName, secrets.Read(postbox), cancel);
            await imap.Open(postbox.Folder, cancel);
            return null;
        }
        catch (Exception e) when (e is IOException or ImapException or AuthenticationException or CryptographicException)
        {
            return e.Message.Length > 300 ? e.Message[..300] : e.Message;
        }
    }

    private static bool IsCertificate(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool Sayable(string text) => text.Length <= 254 && !text.Any(char.IsControl);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
