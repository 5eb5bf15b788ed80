using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

internal sealed record AskForNewPasswordInput(string Email, string Language, Visitor Visitor);

/// <summary>Somebody forgot their password: a link goes to their mailbox. The answer is the same when there is no such account.</summary>
internal sealed class AskForNewPassword(Caller caller, IdentityDb db, MailedLinks links, AccountLetters letters, MailQuotas quotas)
    : UseCase<AskForNewPasswordInput, Done>(caller, IdentityPermissions.SignIn)
{
    protected override async Task<Result<Done>> Do(AskForNewPasswordInput input, CancellationToken cancel)
    {
        if (NewAccount.CheckEmail(input.Email) is { } wrong) return wrong;
        var email = EmailAddress.Fold(input.Email);
        if (await quotas.Take(email, input.Visitor, cancel) is { } tooMany) return tooMany;

        var account = await db.Accounts.SingleOrDefaultAsync(a => a.EmailFolded == email && a.DisabledAt == null, cancel);
        if (account is null) letters.OrderTo(input.Email.Trim(), input.Language, AccountLetter.ResetWithoutAccount);
        else letters.Order(account, AccountLetter.Reset, link: await links.Issue(account, LinkPurpose.Reset, account.Email, cancel));
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
