using Microsoft.EntityFrameworkCore;

namespace Virtuos.Identity;

internal sealed record CreateOperatorInput(string Name, string Email, string Password, string Language = "cs");

/// <summary>The operator of the installation gets an account: it opens offices and sees health, never what offices handle.</summary>
internal sealed class CreateOperator(Caller caller, IdentityDb db, TimeProvider clock) : UseCase<CreateOperatorInput, Guid>(caller, IdentityPermissions.ManageAccounts)
{
    protected override async Task<Result<Guid>> Do(CreateOperatorInput input, CancellationToken cancel)
    {
        var email = EmailAddress.Fold(input.Email);
        var refusals = NewAccount.Check(input.Name, input.Email, input.Password);
        if (refusals.Count > 0) return refusals;
        if (await db.Accounts.AnyAsync(a => a.EmailFolded == email, cancel)) return Refusal.Invalid("Email", "identity.email.taken");

        var now = clock.GetUtcNow();
        var account = new Account
        {
            Kind = AccountKind.Operator,
            Name = input.Name.Trim(),
            Email = input.Email.Trim(),
            EmailFolded = email,
            EmailConfirmedAt = now,
            Password = Passwords.Hash(input.Password),
            PasswordAt = now,
            Language = input.Language,
            CreatedAt = now,
        };
        db.Add(account);
        await db.SaveChangesAsync(cancel);
        return account.Id;
    }
}
