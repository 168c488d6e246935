-- KEYS: the reservation, then the key of each claim.
-- ARGV: the reservation's id, or nothing for what was never reserved here; then of each claim its kind, window in
-- milliseconds, stamp (0 where its answer never came), reserved amount and used amount.
local id = ARGV[1]
if id ~= '' and redis.call('DEL', KEYS[1]) == 0 then return 0 end
for i = 1, #KEYS - 1 do
  local at = 1 + (i - 1) * 5
  local key, kind, window = KEYS[i + 1], ARGV[at + 1], tonumber(ARGV[at + 2])
  local stamp, reserved, amount = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  local more = amount - reserved
  if kind == 'CONCURRENCY' then
    for n = 1, reserved do redis.call('ZREM', key, id .. ':' .. i .. ':' .. n) end
  elseif more ~= 0 then
    if kind == 'RATE' then
      local current = math.floor(now / slot_of(window))
      if id ~= '' and stamp >= current - SLOTS then
        add_to_slot(key, stamp, more, window)
      elseif more > 0 then
        add_to_slot(key, current, more, window)
      end
    else
      local begins, ends = calendar(kind)
      if id == '' or stamp == 0 or stamp == begins then add_to_calendar(key, begins, ends, more) end
    end
  end
end
return 1
