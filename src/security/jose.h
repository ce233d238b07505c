// Signed tokens of other sites: JSON web keys and the compact form of JWS (RFC 7515, 7517, 8037).
//
// The classic holes all come from letting the token choose how it is checked. Here it chooses
// nothing but a key of the set that its issuer publishes: the algorithm belongs to the key, there
// is neither "none" nor any with a shared secret, and keys or addresses of keys in the token itself
// are not read.
#pragma once

#include "base/error.h"

#include <boost/json/object.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace attest::security {

enum class SignatureAlgorithm : std::uint8_t { rs256, es256, eddsa };

/// A public key that its owner signs with.
struct SignatureKey {
    std::string id; ///< `kid`; may be empty.
    SignatureAlgorithm algorithm = SignatureAlgorithm::rs256;
    std::shared_ptr<evp_pkey_st> key;
};

using KeySet = std::vector<SignatureKey>;

/// Reads a JWK set. Keys of kinds that we do not use, for encryption, too short or malformed are
/// passed over; `invalid` if none is left or the text is no set.
Result<KeySet> parse_key_set(std::string_view json);

/// Whether `signature`, in the form that JWS gives it, is the key's owner's.
bool is_signed(const SignatureKey& key, std::string_view text, std::string_view signature);

/// The claims of a token, which its issuer signed with a key of this set. `not_found` if the set
/// has no such key, so that the caller may fetch it anew, once; `invalid` for all else, with the
/// reason in the detail.
Result<boost::json::object> verify_token(std::string_view token, const KeySet& keys);

/// An object, from JSON of at most `bytes_max` bytes.
Result<boost::json::object> parse_json_object(std::string_view json, std::size_t bytes_max);

/// A member that is a string, or an empty text.
std::string_view string_member(const boost::json::object& object, std::string_view name);

} // namespace attest::security
