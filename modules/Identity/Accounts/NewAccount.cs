namespace Virtuos.Identity;

/// <summary>What a new account has to fulfil.</summary>
internal static class NewAccount
{
    public static List<Refusal> Check(string name, string email, string password)
    {
        List<Refusal> refusals = [];
        if (CheckName(name) is { } nameless) refusals.Add(nameless);
        if (CheckEmail(email) is { } wrong) refusals.Add(wrong);
        if (CheckPassword(password, name, email) is { } weak) refusals.Add(weak);
        return refusals;
    }

    public static Refusal? CheckName(string name) => name.Trim() switch
    {
        "" => Refusal.Invalid("Name", "identity.name.missing"),
        { Length: > 200 } => Refusal.Invalid("Name", "identity.name.long"),
        var told when told.Any(char.IsControl) => Refusal.Invalid("Name", "identity.name.signs"),
        _ => null,
    };

    public static Refusal? CheckEmail(string email) => email.Trim() switch
    {
        "" => Refusal.Invalid("Email", "identity.email.missing"),
        var told when !EmailAddress.IsPossible(told) => Refusal.Invalid("Email", "identity.email.wrong"),
        _ => null,
    };

    /// <summary>Length is what counts; beyond it only passwords that everybody tries first are refused.</summary>
    public static Refusal? CheckPassword(string password, string name, string email)
    {
        if (password.Length == 0) return Refusal.Invalid("Password", "identity.password.missing");
        if (password.Length < Passwords.Shortest) return Refusal.Invalid("Password", "identity.password.short", ("least", Passwords.Shortest));
        if (password.Length > Passwords.Longest) return Refusal.Invalid("Password", "identity.password.long", ("most", Passwords.Longest));
        return CommonPasswords.Has(password, name, email) ? Refusal.Invalid("Password", "identity.password.common") : null;
    }
}
