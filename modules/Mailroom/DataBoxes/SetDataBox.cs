using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Mailroom;

/// <param name="Id">Null for a new box.</param>
/// <param name="Password">Kept as it is when left empty; so is the certificate.</param>
/// <param name="Certificate">PKCS#12 with the key.</param>
internal sealed record DataBoxInput(Guid? Id, string? Box, string? Address, string? BigAddress, string? Login, string? UserName, string? Password, byte[]? Certificate, string? CertificatePassword, bool IsOn);

/// <summary>The administrator says which data box the office has and how Virtuos signs in to it; passwords and keys are locked at once and never shown again.</summary>
internal sealed class SetDataBox(Caller caller, MailroomDb db, BoxKeys keys, TimeProvider clock) : UseCase<DataBoxInput, Done>(caller, MailroomPermissions.Boxes)
{
    private const int Longest = 300, LongestName = 100;

    protected override async Task<Result<Done>> Do(DataBoxInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var known = input.Id is { } id ? await db.DataBoxes.FirstOrDefaultAsync(b => b.Id == id, cancel) : null;
        if (input.Id is not null && known is null) return Refusal.NotFound();

        List<Refusal> no = [];
        BoxId? box = null;
        if (known is null && !BoxId.TryParse(input.Box, out box)) no.Add(Refusal.Invalid(nameof(input.Box), BoxId.Refused));
        var address = Address(input.Address, nameof(input.Address), no);
        var big = Address(input.BigAddress, nameof(input.BigAddress), no);
        if (!Enum.TryParse<BoxLogin>(input.Login, out var login) || !Enum.IsDefined(login)) no.Add(Refusal.Invalid(nameof(input.Login), "mailroom.boxes.login-missing"));
        var user = SafeText.Clean(input.UserName, LongestName);
        Key? key = null;
        if (login == BoxLogin.Password)
        {
            if (user.Text.Length == 0 || user.TooLong || user.Text.Contains(':', StringComparison.Ordinal)) no.Add(Refusal.Invalid(nameof(input.UserName), "mailroom.boxes.user-wrong"));
            if (string.IsNullOrEmpty(input.Password) ? known?.Password is null : input.Password.Length > Longest) no.Add(Refusal.Invalid(nameof(input.Password), "mailroom.boxes.password-missing"));
        }
        else key = Opened(input, known, no);
        if (no.Count > 0) return no;

        var now = clock.GetUtcNow();
        var row = known ?? new DataBox { Office = office, Box = box!.Value, Address = address, BigAddress = big, Login = login, IsOn = input.IsOn, ConnectedAt = now, ChangedAt = now };
        (row.Address, row.BigAddress, row.Login, row.IsOn, row.ChangedAt) = (address, big, login, input.IsOn, now);
        if (login == BoxLogin.Password)
        {
            if (!string.IsNullOrEmpty(input.Password)) row.Password = keys.Lock(row.Id, input.Password);
            (row.UserName, row.Certificate, row.CertificateUntil) = (user.Text, null, null);
        }
        else
        {
            if (key is not null) (row.Certificate, row.CertificateUntil) = (keys.Lock(row.Id, key.Bytes), key.Until);
            (row.UserName, row.Password) = (null, null);
        }
        if (known is null) db.Add(row);
        // Another sign-in may work where the last one did not.
        if (await db.DataBoxLines.FirstOrDefaultAsync(l => l.Box == row.Id, cancel) is { } line)
        {
            line.Works();
            (line.PasswordUntil, line.PasswordAskedAt, line.WarnedDays) = (null, null, null);
        }
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "data_box_once" })
        {
            return Refusal.Invalid(nameof(input.Box), "mailroom.boxes.taken");
        }
        return new Done();
    }

    private sealed record Key(byte[] Bytes, DateTimeOffset Until);

    private Key? Opened(DataBoxInput input, DataBox? known, List<Refusal> no)
    {
        if (input.Certificate is not { Length: > 0 } file)
        {
            if (known?.Certificate is null) no.Add(Refusal.Invalid(nameof(input.Certificate), "mailroom.boxes.certificate-missing"));
            return null;
        }
        try
        {
            using var opened = X509CertificateLoader.LoadPkcs12(file, input.CertificatePassword, X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet);
            if (!opened.HasPrivateKey) no.Add(Refusal.Invalid(nameof(input.Certificate), "mailroom.boxes.certificate-without-key"));
            else if (opened.NotAfter.ToUniversalTime() <= clock.GetUtcNow().UtcDateTime) no.Add(Refusal.Invalid(nameof(input.Certificate), "mailroom.boxes.certificate-expired", ("at", new DateTimeOffset(opened.NotAfter))));
            else return new(opened.Export(X509ContentType.Pkcs12), new DateTimeOffset(opened.NotAfter).ToUniversalTime());
        }
        catch (CryptographicException)
        {
            no.Add(Refusal.Invalid(nameof(input.CertificatePassword), "mailroom.boxes.certificate-wrong"));
        }
        return null;
    }

    // The password goes there: only over TLS. Names of services are added to the address, so it ends with a slash.
    private static string Address(string? text, string field, List<Refusal> no)
    {
        if (Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) && address is { UserInfo: "", Fragment: "", Query: "" } && address.Scheme == Uri.UriSchemeHttps && address.AbsoluteUri.Length <= Longest && address.AbsolutePath.EndsWith('/'))
            return address.AbsoluteUri;
        no.Add(Refusal.Invalid(field, "mailroom.boxes.address-wrong"));
        return "";
    }
}
