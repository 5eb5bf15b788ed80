using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Secret">Kept as it is when left empty.</param>
internal sealed record ForeignServiceInput(string? Name, string? Address, string? Code, string? OwnCode, string? SignIn, string? Secret, string? OnBehalfOf, bool IsOn);

/// <summary>The administrator says in which foreign records service the office keeps its records; from then on what happens here is told there.</summary>
internal sealed partial class SetForeignService(Caller caller, RecordsDb db, ForeignSecrets secrets, TimeProvider clock) : UseCase<ForeignServiceInput, Done>(caller, RecordsPermissions.Settings)
{
    private const int Longest = 300;

    protected override async Task<Result<Done>> Do(ForeignServiceInput input, CancellationToken cancel)
    {
        if (Caller.Office is not { } office) return Refusal.Forbidden();
        var known = await db.ForeignServices.FirstOrDefaultAsync(cancel);
        List<Refusal> no = [];
        var name = Text(input.Name, 100, nameof(input.Name), no);
        var signIn = Text(input.SignIn, 100, nameof(input.SignIn), no);
        var user = Text(input.OnBehalfOf, 50, nameof(input.OnBehalfOf), no);
        if (Address(input.Address) is not { } address) { no.Add(Refusal.Invalid(nameof(input.Address), "records.foreign.address-wrong")); address = ""; }
        foreach (var (code, field) in ((string?, string)[])[(input.Code, nameof(input.Code)), (input.OwnCode, nameof(input.OwnCode))])
            if (!Codes().IsMatch(code?.Trim() ?? "")) no.Add(Refusal.Invalid(field, "records.foreign.code-wrong"));
        if (signIn.Contains(':', StringComparison.Ordinal)) no.Add(Refusal.Invalid(nameof(input.SignIn), "records.foreign.sign-in-wrong"));
        if (known is null && string.IsNullOrEmpty(input.Secret)) no.Add(Refusal.Invalid(nameof(input.Secret), "records.foreign.missing"));
        if (input.Secret?.Length > Longest) no.Add(Refusal.Invalid(nameof(input.Secret), "records.refusal.too-long", ("count", Longest)));
        if (no.Count > 0) return no;

        var secret = string.IsNullOrEmpty(input.Secret) ? known!.Secret : secrets.Lock(office, input.Secret);
        var (code1, code2, at) = (input.Code!.Trim(), input.OwnCode!.Trim(), clock.GetUtcNow());
        if (known is null) db.Add(new ForeignService { Office = office, Name = name, Address = address, Code = code1, OwnCode = code2, SignIn = signIn, Secret = secret, OnBehalfOf = user, IsOn = input.IsOn, ChangedAt = at });
        else
        {
            (known.Name, known.Address, known.Code, known.OwnCode) = (name, address, code1, code2);
            (known.SignIn, known.Secret, known.OnBehalfOf, known.IsOn, known.ChangedAt) = (signIn, secret, user, input.IsOn, at);
        }
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

    // The secret goes there: only over TLS, or to this very machine.
    private static string? Address(string? text) => Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var address) && address is { UserInfo: "", Fragment: "" } && address.AbsoluteUri.Length <= Longest
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address.AbsoluteUri : null;

    [GeneratedRegex("^[A-Za-z0-9]{1,6}$")]
    private static partial Regex Codes();
}

/// <summary>A task as people see it.</summary>
/// <param name="Number">Our reference number or file mark.</param>
internal sealed record ForeignTaskRow(Guid Office, long Seq, ForeignWhat What, string? Number, DateTimeOffset At, int Attempts, string? Error, bool Refused);

/// <summary>How the queue for a foreign service stands; counts are exact.</summary>
internal sealed record ForeignQueueView(int Waiting, int Refused, int Done, DateTimeOffset? Oldest, IReadOnlyList<ForeignTaskRow> Troubled);

/// <param name="Service">Null while the office keeps its records here.</param>
internal sealed record ForeignServiceView(ForeignService? Service, ForeignQueueView Queue);

/// <summary>The foreign records service of the office and its queue.</summary>
internal sealed class ReadForeignService(Caller caller, RecordsDb db) : UseCase<Done, ForeignServiceView>(caller, RecordsPermissions.Settings)
{
    protected override async Task<Result<ForeignServiceView>> Do(Done input, CancellationToken cancel) =>
        new ForeignServiceView(await db.ForeignServices.AsNoTracking().FirstOrDefaultAsync(cancel), await ForeignQueue.Read(db, withNumbers: true, cancel));
}
