using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using System.Security.Cryptography;
using Virtuos.Ui;

namespace Virtuos.Identity;

/// <summary>A form that came after its session had ended, waiting in the sign-in page until the person is back.</summary>
/// <param name="Person">Whose session it was; only they get it back. Null when that is not known any more.</param>
/// <param name="Files">Names of attachments, which cannot wait and have to be chosen again.</param>
internal sealed record LateForm(string Path, Guid? Person, IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<string> Files, DateTimeOffset Until);

/// <summary>Encrypts such a form into a hidden field: the server keeps nothing of it and nobody else can read it.</summary>
internal sealed class KeptInput(IDataProtectionProvider protection, TimeProvider clock)
{
    // Base64 of it has to pass through a form again.
    private const int Most = 1_000_000;
    private static readonly TimeSpan lasts = TimeSpan.FromHours(12);

    private readonly IDataProtector protector = protection.CreateProtector("identity.kept-input");

    /// <returns>Null when it is too long to be kept.</returns>
    public string? Keep(string path, IFormCollection form, Guid? person)
    {
        var late = new LateForm(path, person, [.. form.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v ?? "")))], [.. form.Files.Where(f => f.Length > 0).Select(f => f.FileName)], clock.GetUtcNow() + lasts);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(late);
        return bytes.Length > Most ? null : WebEncoders.Base64UrlEncode(protector.Protect(bytes));
    }

    /// <returns>Null when it is not ours, too old or somebody else's.</returns>
    public LateForm? Read(string? kept, Guid person)
    {
        if (string.IsNullOrEmpty(kept)) return null;
        try
        {
            var late = JsonSerializer.Deserialize<LateForm>(protector.Unprotect(WebEncoders.Base64UrlDecode(kept)))!;
            return late.Until > clock.GetUtcNow() && (late.Person is null || late.Person == person) && LocalPath.Of(late.Path) is not null ? late : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
