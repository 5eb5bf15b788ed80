using System.Text;

namespace Virtuos.Identity;

internal static class EmailAddress
{
    /// <summary>The form by which two ways of writing one address are equal.</summary>
    public static string Fold(string email) => email.Trim().Normalize(NormalizationForm.FormC).ToLowerInvariant();

    /// <summary>Can mail be sent there at all? Whether it arrives, only the confirmation tells.</summary>
    public static bool IsPossible(string email)
    {
        var at = email.LastIndexOf('@');
        return email.Length <= 254 && at is > 0 and <= 64 && at < email.Length - 1
            && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"' or '\\')
            && email.IndexOf('@', StringComparison.Ordinal) == at
            && Uri.CheckHostName(email[(at + 1)..]) == UriHostNameType.Dns;
    }
}
