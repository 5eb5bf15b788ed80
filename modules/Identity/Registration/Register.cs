using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Quotas;

namespace Virtuos.Identity;

internal sealed record RegisterInput(string Name, string Email, string Password, string Language, Visitor Visitor);

/// <summary>A citizen asks for an account. The answer is the same whether the e-mail has one already; what it is, only its mailbox learns.</summary>
internal sealed class Register(Caller caller, IdentityDb db, MailedLinks links, AccountLetters letters, MailQuotas quotas, TimeProvider clock)
    : UseCase<RegisterInput, Done>(caller, IdentityPermissions.Register)
{
    protected override async Task<Result<Done>> Do(RegisterInput input, CancellationToken cancel)
    {
        var refusals = NewAccount.Check(input.Name, input.Email, input.Password);
        if (refusals.Count > 0) return refusals;
        var email = EmailAddress.Fold(input.Email);
        if (await quotas.Take(email, input.Visitor, cancel) is { } tooMany) return tooMany;

        // Hashed in any case, so that the time does not tell either.
        var (hash, now) = (Passwords.Hash(input.Password), clock.GetUtcNow());
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.EmailFolded == email, cancel);
        if (account is { EmailConfirmedAt: not null } or { Kind: not AccountKind.Citizen })
        {
            letters.Order(account, AccountLetter.AlreadyRegistered);
        }
        else
        {
            // An unconfirmed account belongs to nobody yet: whoever asks last and owns the mailbox gets it.
            if (account is null)
            {
                account = new Account { Kind = AccountKind.Citizen, Name = "", Email = "", EmailFolded = email, Language = input.Language, CreatedAt = now };
                db.Add(account);
            }
            (account.Name, account.Email, account.Password, account.PasswordAt, account.Language) = (input.Name.Trim(), input.Email.Trim(), hash, now, input.Language);
            letters.Order(account, AccountLetter.Confirm, link: await links.Issue(account, LinkPurpose.Confirm, account.Email, cancel));
        }
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>How many letters about accounts go to one address and are caused from one network.</summary>
internal sealed class MailQuotas(Quota quota)
{
    private static readonly QuotaRule address = new("account-mail", 4, TimeSpan.FromHours(1));
    private static readonly QuotaRule network = new("account-mail-network", 30, TimeSpan.FromHours(1));

    public async Task<Refusal?> Take(string email, Visitor visitor, CancellationToken cancel) =>
        await quota.Take(address, email, cancel) & await quota.Take(network, visitor.Network, cancel) ? null : Refusal.TooMany("identity.mail.too-many");
}
