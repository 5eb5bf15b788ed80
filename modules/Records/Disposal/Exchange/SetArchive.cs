using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Address">Empty when letters go by hand.</param>
/// <param name="Secret">Kept as it is when left empty.</param>
internal sealed record SetArchiveInput(string? Name, string? Code, string? Originator, string? Address, string? SignIn, string? Secret);

/// <summary>The records manager says which archive supervises the office, how the two call each other, and where the archive's door is.</summary>
internal sealed class SetArchive(Caller caller, RecordsDb db, ForeignSecrets secrets, TimeProvider clock) : UseCase<SetArchiveInput, Done>(caller, RecordsPermissions.Manage)
{
    private const int LongestAddress = 300;

    protected override async Task<Result<Done>> Do(SetArchiveInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        List<Refusal> no = [];
        var name = Text(input.Name, 100, nameof(input.Name), no);
        var code = Text(input.Code, 50, nameof(input.Code), no);
        var originator = Text(input.Originator, 50, nameof(input.Originator), no);
        var known = await db.DisposalArchives.SingleOrDefaultAsync(cancel);
        var (address, signIn, secret) = ((string?)null, "", (byte[]?)null);
        if (!string.IsNullOrWhiteSpace(input.Address))
        {
            address = Address(input.Address);
            if (address is null) no.Add(Refusal.Invalid(nameof(input.Address), "records.archive.address-wrong"));
            signIn = Text(input.SignIn, 100, nameof(input.SignIn), no);
            if (signIn.Contains(':', StringComparison.Ordinal)) no.Add(Refusal.Invalid(nameof(input.SignIn), "records.foreign.sign-in-wrong"));
            if (string.IsNullOrEmpty(input.Secret) && known?.Secret is null) no.Add(Refusal.Invalid(nameof(input.Secret), "records.foreign.missing"));
            else secret = string.IsNullOrEmpty(input.Secret) ? known!.Secret : secrets.Lock(office, input.Secret);
        }
        if (no.Count > 0) return no;
        if (known is null) db.Add(known = new() { Office = office, Name = name, Code = code, Originator = originator, ChangedAt = clock.GetUtcNow() });
        (known.Name, known.Code, known.Originator, known.Address, known.SignIn, known.Secret, known.ChangedAt) = (name, code, originator, address, signIn, secret, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    private static string Text(string? text, int most, string field, List<Refusal> no)
    {
        var clean = SafeText.Clean(text, most);
        if (clean.Text.Length == 0) no.Add(Refusal.Invalid(field, "records.foreign.missing"));
        else if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", most)));
        return clean.Text;
    }

    // The secret and whole files go there: only over TLS, or to this very machine.
    private static string? Address(string text) => Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) && address is { UserInfo: "", Fragment: "", Query: "" } && address.AbsoluteUri.Length < LongestAddress
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address.AbsoluteUri.TrimEnd('/') + "/" : null;
}

/// <param name="Archive">Null before it is set.</param>
internal sealed record ArchiveView(DisposalArchive? Archive);

/// <summary>The archive of the office as it is set.</summary>
internal sealed class ReadArchive(Caller caller, RecordsDb db) : UseCase<Done, ArchiveView>(caller, RecordsPermissions.Manage)
{
    protected override async Task<Result<ArchiveView>> Do(Done input, CancellationToken cancel) => new ArchiveView(await db.DisposalArchives.AsNoTracking().SingleOrDefaultAsync(cancel));
}
