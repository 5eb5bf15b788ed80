using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Language;

namespace Virtuos.Identity;

internal enum AccountLetter
{
    Confirm,
    AlreadyRegistered,
    Reset,
    ResetWithoutAccount,
    Invite,
    ChangeEmail,
    EmailChanged,
    PasswordChanged,
    FactorAdded,
    FactorRemoved,
}

/// <summary>Orders letters about an account in its owner's language.</summary>
internal sealed class AccountLetters(IdentityDb db, Texts texts, Installation installation)
{
    /// <param name="to">Another address than the account's.</param>
    /// <param name="link">The link that the letter is for.</param>
    public void Order(Account account, AccountLetter letter, string? to = null, string? link = null) =>
        Send(account.Office ?? Nobody, to ?? account.Email, IsProven(account, to) ? account.Name : "", account.Language, letter, link);

    /// <summary>To somebody who has no account.</summary>
    public void OrderTo(string email, string language, AccountLetter letter) => Send(Nobody, email, "", language, letter, null);

    // Into a mailbox that nobody has proven yet goes not a word that its sender chose.
    private static bool IsProven(Account account, string? to) => account.Kind != AccountKind.Citizen || (account.EmailConfirmedAt is not null && (to is null || to == account.Email));

    // A citizen's account belongs to no office.
    private static Guid Nobody => Guid.Empty;

    private void Send(Guid office, string to, string name, string language, AccountLetter letter, string? link)
    {
        var words = texts.In(language);
        var key = $"identity.letter.{Naming.Snake(letter.ToString()).Replace('_', '-')}";
        var host = new Uri(installation.Address).Host;
        var greeting = words[name.Length > 0 ? "identity.letter.greeting" : "identity.letter.greeting-nameless", ("name", name)];
        var body = words[$"{key}.text", ("link", link ?? ""), ("address", installation.Address), ("host", host)];
        db.Publish(new MailOrdered(Guid.CreateVersion7(), office, null, to, words[$"{key}.title", ("host", host)], $"{greeting}\n\n{body}\n\n{words["identity.letter.end", ("address", installation.Address)]}", null, []), office);
    }
}
